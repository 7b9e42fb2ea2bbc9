"""Payloads with their events, worked out by hand: for exports of consoles, and for extensions of the same style.

The exports themselves are not part of the repository. `QRADAR_EXPORTS` names the folder that holds them, each in a
folder of its own.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from qradar_builder.dsm.definition import EventMapping, Qid, TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings, Location, Severity
from qradar_builder.package.inputs.parser_sources import load_definitions
from qradar_builder.reference.log_source_types import log_source_type

CONFORMANCE = Path(__file__).parents[2] / "conformance" / "dsm"
EXPORTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (CONFORMANCE / "exports").glob("*.json")}
TABLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (CONFORMANCE / "lsx").glob("*.json")}
FOLDER = os.environ.get("QRADAR_EXPORTS")
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z
NOWHERE = Location("")


def cases(tables):
    return [
        pytest.param(name, row, id=f"{name}: {row['name']}")
        for name, table in sorted(tables.items())
        for row in (table if isinstance(table, list) else table["cases"])
    ]


@pytest.fixture(scope="module")
def exported():
    """Gives the parser of an export; each is read once."""
    parsers = {}

    def exported(name):
        if name not in parsers:
            (path,) = Path(FOLDER, name).glob("*.xml")
            (definition,) = load_definitions(path, Findings()).values()
            parsers[name] = Parser(definition, now=lambda: CLOCK)
        return parsers[name]

    return exported


@pytest.fixture(scope="module")
def own():
    """Gives the parser of an extension of ours, with the mappings of its table."""
    parsers = {}

    def own(name):
        if name not in parsers:
            parsers[name] = Parser(definition_of(name), now=lambda: CLOCK)
        return parsers[name]

    return own


def definition_of(name):
    table = TABLES[name]
    findings = Findings()
    extension = read_lsx((CONFORMANCE / "lsx" / f"{name}.xml").read_bytes(), f"{name}.xml", findings)
    assert [found.rule for found in findings if found.severity is Severity.ERROR] == table.get("errors", [])
    number = extension.groups[0].type_id
    built_in = number < 4001
    shown = log_source_type(number).display_name if built_in else "Acme"
    stored, unknown = automatic_qids(shown, number, NOWHERE)
    mappings = tuple(
        EventMapping(event_id, category, Qid(qid, severity, low_level_category, NOWHERE), NOWHERE)
        for event_id, category, qid, severity, low_level_category in table["mappings"]
    )
    return TypeDefinition(shown, number, extension, stored, unknown, NOWHERE, built_in=built_in, mappings=mappings)


def check(parser, row):
    event = parser.parse(row["payload"])
    found = {
        "outcome": event.outcome.value,
        "event_id": event.event_id,
        "category": event.event_category,
        "qid": None if event.qid is None else event.qid.name,
        "severity": event.severity,
        "low_level_category": None if event.qid is None else event.qid.category,
        "credibility": event.credibility,
        "fields": event.fields,
        "properties": event.properties,
        "identity": {"sent": event.has_identity, "mode": event.send_identity},
        "log_source_time": event.log_source_time,
        "log_source_identifier": event.log_source_identifier,
    }
    assert {name: value for name, value in found.items() if name in row} == {
        name: value for name, value in row.items() if name in found
    }
    if "warnings" in row:
        assert len(event.warnings) == len(row["warnings"])
        assert all(part in warning for part, warning in zip(row["warnings"], event.warnings, strict=True))


@pytest.mark.skipif(not FOLDER, reason="QRADAR_EXPORTS names no folder of exports")
@pytest.mark.parametrize(("name", "row"), cases(EXPORTS))
def test_an_export_of_a_console_reads_a_payload(exported, name, row):
    check(exported(name), row)


@pytest.mark.parametrize(("name", "row"), cases(TABLES))
def test_an_extension_reads_a_payload(own, name, row):
    check(own(name), row)


def test_every_row_has_a_source():
    for table in (*EXPORTS.values(), *(each["cases"] for each in TABLES.values())):
        assert len({row["name"] for row in table}) == len(table)
        assert all(row["source"] for row in table)
