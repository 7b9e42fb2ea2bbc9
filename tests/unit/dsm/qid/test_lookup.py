"""From a payload through matchers, modifiers and mappings to the QID record, as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.dsm.event import Recognised
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from tests.unit.dsm.qid.definitions import CLOCK, definition

CONFORMANCE = Path(__file__).parents[3] / "conformance" / "dsm"
VECTORS = [
    row
    for name in ("modifiers_and_mappings", "overrides")
    for row in json.loads((CONFORMANCE / f"{name}.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_an_event_is_what_the_rules_make_of_it(row):
    findings = Findings()
    parser = Parser(definition(row, findings), now=lambda: CLOCK)
    assert [found.rule for found in findings] == row.get("findings", [])
    built_in = None if "built_in" not in row else Recognised(*row["built_in"])
    event = parser.parse(row["payload"], built_in)
    found = {
        "outcome": event.outcome.value,
        "event_id": event.event_id,
        "category": event.event_category,
        "qid": None if event.qid is None else event.qid.name,
        "severity": event.severity,
        "fields": event.fields,
        "identity": {"sent": event.has_identity, "mode": event.send_identity},
        "log_source_time": event.log_source_time,
        "log_source_identifier": event.log_source_identifier,
        "extension": None if event.extension is None else list(event.extension),
    }
    assert {name: value for name, value in found.items() if name in row} == {
        name: value for name, value in row.items() if name in found
    }
    if "warnings" in row:
        assert len(event.warnings) == len(row["warnings"])
        for warning, part in zip(event.warnings, row["warnings"], strict=True):
            assert part in warning
    explanation = parser.explain(row["payload"], built_in)
    assert explanation.event.as_json() == event.as_json()
    for part in row.get("steps", []):
        assert any(part in step.text for step in explanation.steps)
    for part in row.get("modifiers", []):
        assert any(part in step.text for step in explanation.modifiers)


def test_every_row_has_a_name_of_its_own_and_a_source():
    assert len({row["name"] for row in VECTORS}) == len(VECTORS)
    assert all(row["source"] for row in VECTORS)
