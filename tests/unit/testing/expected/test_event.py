"""What a case expects of an event is read against the log source type, and what cannot be is told at its place."""

import pytest

from qradar_builder.dsm.definition import TypeDefinition, automatic_qids
from qradar_builder.exchanges.exchange import Pattern
from qradar_builder.findings import Findings, Location
from qradar_builder.model.cases.events import ExpectedEventSpec
from qradar_builder.testing.expected.event import ExpectedEventReader


class _Places:
    """Each place is named by its path."""

    def at(self, *path):
        return Location("/".join(map(str, path)))

    key = at


def _read(expect, definition=None):
    findings = Findings()
    reader = ExpectedEventReader(_Places(), definition, findings)
    event = reader.read(ExpectedEventSpec.model_validate(expect), "samples", 0)
    return event, [(each.rule, each.location.file, each.message) for each in findings]


def _type():
    place = Location("acme.yaml")
    stored, unknown = automatic_qids("Acme", 6001, place)
    return TypeDefinition(
        name="Acme",
        number=6001,
        extension=None,
        stored=stored,
        unknown=unknown,
        origin=Location("acme.yaml"),
        key="acme",
    )


def test_texts_between_slashes_are_patterns():
    event, found = _read({"event_id": "/a+/", "fields": {"UserName": "alice", "SourceIp": None}})
    assert found == []
    assert isinstance(event.event_id, Pattern)
    assert event.fields == (("UserName", "alice"), ("SourceIp", None))


@pytest.mark.parametrize(
    ("expect", "rule", "place", "part"),
    [
        ({"event_id": "/(/"}, "case/regex", "samples/0/event_id", "is not a regular expression"),
        ({"fields": {"UserNme": "a"}}, "case/field", "samples/0/fields/UserNme", "there is no field `UserNme`"),
        ({"fields": {"EventName": "a"}}, "case/field", "samples/0/fields/EventName", "EventName"),
        ({"properties": {"X": "a"}}, "case/property", "samples/0/properties/X", "property `X`"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(expect, rule, place, part):
    (found,) = _read(expect, _type())[1]
    assert found[:2] == (rule, place)
    assert part in found[2]


def test_without_a_definition_properties_are_not_checked():
    assert _read({"properties": {"X": "a"}})[1] == []
