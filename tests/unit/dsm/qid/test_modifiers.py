"""Modifiers are tried on the event id, one after the other, and an explanation tells what came of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from tests.unit.dsm.qid.definitions import CLOCK, definition

CONFORMANCE = Path(__file__).parents[3] / "conformance" / "dsm"
TRIED = json.loads((CONFORMANCE / "modifiers_tried.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TRIED, ids=[row["name"] for row in TRIED])
def test_an_explanation_tells_what_came_of_each_modifier(row):
    findings = Findings()
    modifiers = [{"send-identity": "UseDSMResults"} | each for each in row["modifiers"]]
    groups = [{"matchers": [["EventName", "regex", r"id=(\w+)", {"capture-group": "1"}]], "modifiers": modifiers}]
    parser = Parser(definition({"groups": groups, "mappings": []}, findings), now=lambda: CLOCK)
    assert bool(len(findings)) == row.get("findings", False)
    assert [step.text for step in parser.explain(row["payload"]).modifiers] == row["tried"]


def test_no_modifier_is_tried_where_there_is_no_event_id():
    groups = [
        {
            "matchers": [["EventName", "regex", r"id=(\w+)", {}]],
            "modifiers": [{"event": "a", "send-identity": "UseDSMResults"}],
        }
    ]
    parser = Parser(definition({"groups": groups, "mappings": []}, Findings()), now=lambda: CLOCK)
    assert parser.explain("hello").modifiers == ()
