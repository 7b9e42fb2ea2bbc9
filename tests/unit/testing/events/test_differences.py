import pytest

from qradar_builder.dsm.event import Event, Outcome
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from qradar_builder.model.cases.events import ExpectedEventSpec
from qradar_builder.testing.events.differences import about, empty_captures, event_differences
from qradar_builder.testing.expected.event import ExpectedEventReader

TYPE = """
name: T
parsing:
  EventName: {json: '/"id"'}
  EventCategory: {json: '/"kind"'}
  UserName: {json: '/"user"'}
  SourceIp: {json: '/"ip"'}
  SourcePort: {json: '/"port"'}
  DeviceTime: {json: '/"time"', format: yyyy-MM-dd'T'HH:mm:ss Z}
properties:
  - {name: Filename, expressions: {json: '/"file"'}}
  - {name: T Size, type: numeric, expressions: {json: '/"size"'}}
events: [{id: open, category: door, qid: opened}]
qids: {opened: {name: Door opened, category: User Login Success, severity: 3}}
"""
PAYLOAD = (
    '<13>Jan  1 10:00:00 h.example.com {"id":"open","kind":"door","user":"alice","ip":"192.0.2.1","port":"0443",'
    '"time":"2024-01-01T10:00:00 +0000","size":"1.50","file":"/etc/motd"}'
)


class Nowhere:
    def at(self, *_):
        raise AssertionError("what is expected holds")

    key = at


@pytest.fixture
def told(type_of):
    """What is told of an event that becomes of a payload, where a case expects something else."""
    definition = type_of(TYPE)
    parser = Parser(definition, now=lambda: 1704103200000)

    def told(expect, payload=PAYLOAD):
        reader = ExpectedEventReader(Nowhere(), definition, Findings())
        expected = reader.read(ExpectedEventSpec.model_validate(expect))
        return [each.text for each in event_differences(expected, parser.parse(payload))]

    return told


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"event_id": "open", "event_category": "/do+r/"},
        {"qid": "opened"},
        {"qid": "Door opened"},
        {"qid": "/Door.*/"},
        {"category": "User Login Success", "severity": 3},
        {"category": "3115"},
        {"category": "/User.*/"},
        {"log_source_identifier": "h.example.com"},
        {"fields": {"UserName": "alice", "SourceIp": "/192.*/", "SourcePort": "443", "DestinationIp": None}},
        {"fields": {"DeviceTime": "1704103200000"}},
        {"fields": {"DeviceTime": "2024-01-01T11:00:00+01:00"}},
        {"fields": {"DeviceTime": "/1704.*/"}},
        {"properties": {"Filename": "/etc/motd", "T Size": "1.5"}},
        {"properties": {"T Size": "15e-1"}},
        {"warnings": []},
    ],
)
def test_what_is_as_expected_is_not_told(told, expect):
    assert told(expect) == []


@pytest.mark.parametrize(
    ("expect", "text"),
    [
        ({"outcome": "stored"}, "outcome: expected stored, found parsed"),
        ({"event_id": "shut"}, 'event_id: expected "shut", found "open"'),
        ({"event_category": "/d/"}, 'event_category: expected /d/, found "door"'),
        ({"qid": "Unknown"}, 'qid: expected "Unknown", found "opened or Door opened or '),
        ({"category": "3116"}, 'category: expected "User Login Failure (3116)", found "User Login Success (3115)"'),
        ({"category": "/Door.*/"}, 'category: expected /Door.*/, found "User Login Success (3115)"'),
        ({"severity": 4}, "severity: expected 4, found 3"),
        ({"log_source_identifier": "g"}, 'log_source_identifier: expected "g", found "h.example.com"'),
        ({"fields": {"UserName": "Alice"}}, 'UserName: expected "Alice", found "alice"'),
        ({"fields": {"UserName": None}}, 'UserName: expected no value, found "alice"'),
        ({"fields": {"HostName": "h"}}, 'HostName: expected "h", found no value'),
        ({"fields": {"SourcePort": "444"}}, 'SourcePort: expected "444", found 443'),
        (
            {"fields": {"DeviceTime": "2024-01-01T10:00:00.001Z"}},
            "DeviceTime: expected 1704103200001 (2024-01-01T10:00:00.001Z), found 1704103200000 (2024-01-01T10:00:00.0",
        ),
        ({"fields": {"DeviceTime": "9" * 17}}, f"DeviceTime: expected {'9' * 17!r}, found"),
        ({"properties": {"Filename": None}}, 'Filename: expected no value, found "/etc/motd"'),
        ({"properties": {"T Size": "/2.*/"}}, "T Size: expected /2.*/, found 1.5"),
        ({"warnings": ["late"]}, 'warnings: expected, after those before it, "late", found none'),
    ],
)
def test_what_is_not_as_expected_is_told_by_field(told, expect, text):
    (found,) = told(expect)
    assert found.startswith(text.replace("'", '"'))


def test_warnings_are_expected_by_their_parts_and_in_order(told):
    payload = '{"id":"open","kind":"door","ip":"nowhere","port":"99999"}'
    assert told({"warnings": ["SourceIp", "/.*99999.*/"]}, payload) == []
    (found,) = told({"warnings": ["SourcePort", "SourceIp"]}, payload)
    assert found.startswith('warnings: expected, after those before it, "SourceIp", found')
    (found,) = told({"warnings": []}, payload)
    assert found.startswith("warnings: expected none, found [")


def test_an_event_that_is_not_mapped_must_be_expected(told):
    unknown, stored = '{"id":"burn","kind":"door"}', "nothing"
    assert told({}, unknown) == ["outcome: expected parsed, found unknown"]
    assert told({}, stored) == ["outcome: expected parsed, found stored"]
    assert told({"outcome": "unknown", "qid": "Unknown", "category": "10001"}, unknown) == []
    assert told({"outcome": "stored", "qid": "T Message"}, stored) == []


def test_a_value_that_stands_for_nothing_is_told_even_where_it_is_expected(told):
    payload = '{"id":"open","kind":"door","user":" - ","file":"-"}'
    assert told({"fields": {"UserName": " - "}}, payload) == [
        """UserName: captured an empty value or '-': found " - \"""",
        """Filename: captured an empty value or '-': found "-\"""",
    ]
    event = Event(Outcome.UNKNOWN, "-", " ", None, None, 5)
    assert [each.fields for each in empty_captures(event)] == [("EventName",), ("EventCategory",)]


def test_an_explanation_is_cut_down_to_what_differs(type_of):
    parser = Parser(type_of(TYPE), now=lambda: 0)
    explanation = parser.explain('{"id":"open","kind":"door","user":"-","size":"1"}')
    cut = about(explanation, empty_captures(explanation.event))
    assert [each.name for each in cut.fields] == ["UserName"]
    assert cut.properties == cut.computed == ()
    assert cut.steps == explanation.steps
