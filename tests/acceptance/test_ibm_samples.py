"""Sample event messages that IBM publishes with their event ids and fields, read by log source types of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "packages" / "ibm-samples"
SAMPLES = json.loads(
    (Path(__file__).parents[1] / "conformance" / "dsm" / "ibm_samples.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["type"] for sample in SAMPLES])
def test_a_sample_is_parsed_into_what_its_page_says(run, sample):
    Path("sample.json").write_text(json.dumps([sample["payload"]]), encoding="utf-8")
    received = ("--clock", "2024-06-01T00:00:00Z", "--max-behind", "10000")
    result = run("parse", PACKAGE, "sample.json", "--type", sample["type"], *received)
    assert result.exit_code == 0
    event = json.loads(result.stdout)
    assert (event["outcome"], event["event_id"], event["event_category"]) == (
        "parsed",
        sample["event_id"],
        sample["category"],
    )
    assert sample["fields"].items() <= event["fields"].items()
    assert event["log_source_time"] == sample["fields"].get("DeviceTime")
    assert event["warnings"] == []


def test_the_package_is_clean(run):
    result = run("lint", PACKAGE, "--format", "json")
    severities = {found["severity"] for found in json.loads(result.stdout)["findings"]}
    assert (result.exit_code, severities & {"error", "warning"}) == (0, set())


def test_every_log_source_type_has_a_sample():
    assert {path.stem for path in (PACKAGE / "log_source_types").iterdir()} == {sample["type"] for sample in SAMPLES}
