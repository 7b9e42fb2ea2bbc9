"""From a payload through matchers, modifiers and mappings to the QID record, as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from qradar_builder.dsm.definition import EventMapping, Qid, TypeDefinition, automatic_qids
from qradar_builder.dsm.event import Recognised
from qradar_builder.dsm.lsx.model import MATCHERS, NAMESPACE, PatternType
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings, Location
from qradar_builder.reference.log_source_types import log_source_type

CONFORMANCE = Path(__file__).parents[3] / "conformance" / "dsm"
VECTORS = [
    row
    for name in ("modifiers_and_mappings", "overrides")
    for row in json.loads((CONFORMANCE / f"{name}.json").read_text(encoding="utf-8"))
]
TRIED = json.loads((CONFORMANCE / "modifiers_tried.json").read_text(encoding="utf-8"))
KINDS = {
    "regex": PatternType.JAVA,
    "json": PatternType.JSON,
    "leef": PatternType.LEEF,
    "cef": PatternType.CEF,
    "xml": PatternType.XML,
    "nvp": PatternType.NVP,
    "list": PatternType.LIST,
}
OF_PATTERN = {"case-insensitive", "trim-whitespace"}
CUSTOM = 6001
NOWHERE = Location("")
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z
LOW_LEVEL_CATEGORY = 3000


def lsx(groups):
    """The log source extension of a row: `matchers` as field, kind, expression and attributes; `modifiers`."""
    root = etree.Element(f"{{{NAMESPACE}}}device-extension")
    for group in groups:
        element = etree.SubElement(root, "match-group", order=str(group.get("order", 1)))
        orders = {}
        for field, kind, text, given in group["matchers"]:
            orders[field] = orders.get(field, 0) + 1
            key = add_pattern(root, text, KINDS[kind], given)
            attributes = {name: value for name, value in given.items() if name not in OF_PATTERN}
            order = {"field": field, "pattern-id": key, "order": str(orders[field])}
            etree.SubElement(element, MATCHERS[KINDS[kind]], order | attributes)
        for modifier in group.get("modifiers", ()):
            given = {name: value for name, value in modifier.items() if name not in {"pattern", "event", *OF_PATTERN}}
            if "event" in modifier:
                etree.SubElement(element, "event-match-single", {"event-name": modifier["event"]} | given)
            else:
                key = add_pattern(root, modifier["pattern"], PatternType.JAVA, modifier)
                etree.SubElement(element, "event-match-multiple", {"pattern-id": key} | given)
    return etree.tostring(root)


def add_pattern(root, text, kind, given):
    key = f"pattern-{len(root)}"
    attributes = {name: value for name, value in given.items() if name in OF_PATTERN}
    pattern = etree.Element("pattern", {"id": key, "type": kind} | attributes)
    pattern.text = text
    root.insert(0, pattern)
    return key


def definition(row, findings):
    number = row.get("type", CUSTOM)
    known = None if number == CUSTOM else log_source_type(number)
    name = "Acme" if known is None else known.display_name
    stored, unknown = automatic_qids(name, number, NOWHERE)
    return TypeDefinition(
        name=name,
        number=number,
        extension=read_lsx(lsx(row["groups"]), "a.xml", findings) if row["groups"] else None,
        stored=stored,
        unknown=unknown,
        origin=NOWHERE,
        built_in=known is not None,
        mappings=tuple(
            EventMapping(event_id, category, Qid(qid, severity, LOW_LEVEL_CATEGORY, NOWHERE), NOWHERE)
            for event_id, category, qid, severity in row["mappings"]
        ),
    )


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


def test_every_row_has_a_name_of_its_own_and_a_source():
    assert len({row["name"] for row in VECTORS}) == len(VECTORS)
    assert all(row["source"] for row in VECTORS)
