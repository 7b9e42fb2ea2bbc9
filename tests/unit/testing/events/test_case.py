import gzip
import json
from pathlib import Path

import pytest

from qradar_builder.dsm.event import Outcome
from qradar_builder.findings import Findings
from qradar_builder.model.cases.events import EventCaseSpec
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.validation import validate
from qradar_builder.testing.events.case import PayloadFile, read_event_case
from qradar_builder.testing.events.package_types import PackageTypes

ROOT = Path(__file__).parents[4]
ROWS = json.loads((ROOT / "tests/conformance/dsm/event_case_bad.json").read_text(encoding="utf-8"))
TYPE = """
name: T
parsing: {EventName: {json: '/"id"'}}
properties:
  - {name: Filename, expressions: {json: '/"file"'}}
  - {name: Begun, type: time, datetime_format: yyyy, locale: en-US, expressions: {json: '/"begun"'}}
events: [{id: open, qid: opened}]
qids: {opened: {name: Door opened, category: User Login Success, severity: 1}}
"""


@pytest.fixture
def read(package):
    folder = package(**{"log_source_types/t.yaml": TYPE})
    cases = folder / "tests" / "events"
    cases.mkdir(parents=True)

    def read(text):
        path = cases / "case.yaml"
        path.write_text(text, encoding="utf-8")
        findings = Findings()
        types = PackageTypes(folder, lambda: package_definitions(folder, Findings()))
        return read_event_case(path, "case.yaml", folder, types.find, findings), list(findings)

    return read


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_case_that_does_not_hold_says_where(read, row):
    case, found = read(row["yaml"])
    assert case is None
    assert [f"{each.rule} {each.location.line}:{each.location.column}" for each in found] == row["found"]


@pytest.mark.parametrize(
    ("yaml", "advice"),
    [
        ("{fields: {Username: x}}", "did you mean `UserName`"),
        ("{fields: {Filename: x}}", "it is a custom property"),
        ("{fields: {EventCategory: x}}", "write `event_category` next to `fields`"),
        ("{properties: {FileName: x}}", "did you mean `Filename`?"),
        ("{qid: opend}", "did you mean `opened`?"),
    ],
)
def test_the_advice_names_what_is_meant(read, yaml, advice):
    _, (found,) = read(f"log_source_type: t\nsamples: [{{payload: x, expect: {yaml}}}]")
    assert advice in found.help


def test_json_becomes_compact_text_with_numbers_as_they_are_written(read):
    case, found = read('log_source_type: t\nsamples: [{json: {a: 1.10, b: [1e3, -0, 007, "é"], c: null, d: true}}]')
    assert found == []
    assert case.samples[0].source == '{"a":1.10,"b":[1e3,-0,"007","é"],"c":null,"d":true}'


@pytest.mark.parametrize(("text", "payload"), [("0443", "0443"), ("yes", "yes"), ("true", "true"), ("1.10", "1.10")])
def test_a_payload_stays_as_it_is_written(read, text, payload):
    case, _ = read(f"log_source_type: t\nsamples: [{{payload: {text}}}]")
    assert case.samples[0].source == payload


def test_what_is_expected_is_read(read):
    case, found = read("""
log_source_type: t
clock: 2024-05-01T14:00:00+02:00
zone: Europe/Berlin
samples:
  - name: a door
    payload: x
    expect:
      outcome: unknown
      event_id: 007
      qid: Unknown
      category: Authentication / User Login Success
      fields: {DeviceTime: 2024-05-01T12:00:00.5Z, SourcePort: 443, UserName: null}
      properties: {Begun: 2024-01-01T00:00:00+01:00, Filename: /a.*/}
  - payload: y
""")
    assert found == []
    first, second = case.samples
    assert (case.clock, case.zone, first.name, second.name, second.expect) == (
        1714564800000,
        "Europe/Berlin",
        "a door",
        "sample 2",
        None,
    )
    expect = first.expect
    assert (expect.outcome, expect.event_id, expect.qid) == (Outcome.UNKNOWN, "007", "Unknown")
    assert expect.category == 3115
    assert expect.fields == (("DeviceTime", "1714564800500"), ("SourcePort", "443"), ("UserName", None))
    assert [(name, str(value)) for name, value in expect.properties] == [
        ("Begun", "1704063600000"),
        ("Filename", "/a.*/"),
    ]


def test_a_file_is_found_beside_the_case(read):
    folder = Path("p/tests/events/samples")
    folder.mkdir()
    (folder / "a.log.gz").write_bytes(gzip.compress(b"x\n", mtime=0))
    case, found = read("log_source_type: t\nsamples: [{file: samples/a.log.gz, format: whole}]")
    assert found == []
    source = case.samples[0].source
    assert isinstance(source, PayloadFile)
    assert (source.name, source.format) == ("samples/a.log.gz", "whole")


def test_a_link_out_of_the_package_is_not_followed(read, tmp_path):
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    Path("p/tests/events/a.log").symlink_to(tmp_path / "secret")
    _, (found,) = read("log_source_type: t\nsamples: [{file: a.log}]")
    assert found.rule == "case/payload-file"


def test_the_case_in_the_manual_has_the_form_of_one():
    manual = (ROOT / "docs" / "testing-events.md").read_text(encoding="utf-8")
    text = manual.partition("## Write a case\n")[2].partition("```yaml\n")[2].partition("```")[0]
    findings = Findings()
    case = validate(EventCaseSpec, parse_document(text, "case.yaml", findings), findings)
    assert list(findings) == []
    assert len(case.spec.samples) > 1
