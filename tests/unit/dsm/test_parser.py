"""The event pipeline on payloads that nobody meant well, and its explanation."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.dsm.definition import (
    EventMapping,
    PropertyDefinition,
    PropertyRule,
    Qid,
    TypeDefinition,
    automatic_qids,
)
from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.trial import Verdict
from qradar_builder.findings import Findings, Location
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.model.log_source_type import LogSourceTypeSpec, PropertyType

NOWHERE = Location("")
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z
MEBIBYTE = 1024 * 1024

EVERY_KIND = {
    "EventName": [
        {"json": '/"id"'},
        {"leef": "$eventid$"},
        {"cef": "$id$"},
        {"xml": '/"Event"/"Id"'},
        {"nvp": "id", "pair_delimiter": " ", "value_delimiter": "="},
        {"list": "$1", "delimiter": ","},
        {"regex": "id:(\\w*)"},
    ],
    "EventCategory": [{"json": '{/"a"}{/"b"}'}, {"regex": "cat:(.)", "capture": "c-\\1"}],
    "SourceIp": [{"json": '/"ip"'}, {"leef": "src"}, {"regex": "(\\d+\\.\\d+\\.\\d+\\.\\d+)"}],
    "SourcePort": [{"json": '/"port"'}, {"cef": "spt"}, {"regex": "port (\\d+)"}],
    "SourceMAC": {"regex": "(..:..:..:..:..:..)"},
    "Protocol": [{"json": '/"proto"'}, {"nvp": "proto", "pair_delimiter": " ", "value_delimiter": "="}],
    "UserName": [
        {"xml": '/"Event".user'},
        {"json": '/"list"[0]'},
        {"regex": "user=(\\S*)", "trim": True, "case_insensitive": True},
    ],
    "DeviceTime": [{"regex": "(\\d{4}-\\d\\d-\\d\\d)", "format": "yyyy-MM-dd"}, {"leef": "devTime"}],
}
PROPERTIES = {
    "text": ("string", [{"regex": "(a)(b)?", "format": "$2$1"}, {"json": '/"a"'}]),
    "number": ("numeric", [{"json": '/"port"'}, {"regex": "=(\\S+)"}]),
    "port": ("port", [{"regex": "(\\d+)"}]),
    "ip": ("ip", [{"list": "$2", "delimiter": ","}, {"regex": "ip (\\S+)"}]),
}


def parser_of(spec, *, properties=None, mappings=(), modifiers=(), number=6001):
    """A parser of a custom type with the parsing of a package."""
    given = {"name": "Acme", "parsing": spec, "modifiers": list(modifiers)}
    stored, unknown = automatic_qids("Acme", number, NOWHERE)
    definition = TypeDefinition(
        "Acme",
        number,
        compile_lsx(LogSourceTypeSpec.model_validate(given), number),
        stored,
        unknown,
        NOWHERE,
        mappings=tuple(EventMapping(*pair, Qid("Known", 4, 3000, NOWHERE), NOWHERE) for pair in mappings),
        properties=tuple(
            PropertyDefinition(
                name,
                PropertyType(kind),
                tuple(
                    PropertyRule(PropertyExpression.model_validate(one), rank, NOWHERE)
                    for rank, one in enumerate(expressions, 1)
                ),
                NOWHERE,
            )
            for name, (kind, expressions) in (properties or {}).items()
        ),
    )
    return Parser(definition, now=lambda: CLOCK)


def parser_of_lsx(text):
    """A parser of an extension alone, and the findings of its reading."""
    findings = Findings()
    extension = read_lsx(text.encode(), "acme.xml", findings)
    stored, unknown = automatic_qids("Acme", 6001, NOWHERE)
    definition = TypeDefinition("Acme", 6001, extension, stored, unknown, NOWHERE, has_mappings=False)
    return Parser(definition, now=lambda: CLOCK), [found.rule for found in findings]


ALL_KINDS = parser_of(EVERY_KIND, properties=PROPERTIES, mappings=[("1", "c-x"), ("a", "unknown")])

SIGNS = st.characters()  # surrogates, too
SNIPPETS = st.sampled_from(
    [
        '{"id":"1","ip":"192.0.2.1","port":443,"proto":6,"list":["u"]}',
        '{"id":1e3,"a":{"b":[]},"port":"70000","ip":"::1"}',
        '{"id":"\\ud800","a":"x","b":"y"}',
        '{"id":"a","a":',
        "LEEF:1.0|A|B|1|login|src=192.0.2.1\tdevTime=1714564800",
        "LEEF:2.0|A|B|1|x|^|src=1^devTime=soon",
        "CEF:0|A|B|1|100|Name|5|spt=99 suser=bob",
        "CEF:0|A|B|1||Name|5|spt=99999",
        "<Event user='eve'><Id>7</Id></Event>",
        "<Event><Id>7",
        "<13>May  1 10:00:00 host ",
        "id=5 proto=tcp ",
        "id: cat:x port 80 ",
        "id:a cat:x user= bob ",
        "10.0.0.1 aa:bb:cc:dd:ee:ff 2024-05-01 ",
        "999.0.0.1 2024-13-01",
        "a,b,192.0.2.7,ip ",
    ]
)
PAYLOADS = st.lists(st.one_of(SNIPPETS, st.text(SIGNS)), max_size=4).map("".join)


def won(each):
    return [attempt for attempt in each.attempts if attempt.verdict is Verdict.WON]


@given(PAYLOADS)
@settings(max_examples=400)
def test_what_wins_in_the_explanation_is_what_the_event_has(payload):
    explanation = ALL_KINDS.explain(payload)
    event = explanation.event
    values = dict(event.fields)
    if explanation.group is not None:
        values["EventName"] = event.event_id
        winners = {each.name: won(each)[0] for each in explanation.fields if won(each)}
        if "EventCategory" in winners:
            values["EventCategory"] = event.event_category
        assert {name: winner.value for name, winner in winners.items()} == values
    else:
        assert (event.outcome, values) == ("stored", {})
        assert not any(won(each) for each in explanation.fields if each.name == "EventName")
    properties = {each.name: won(each)[0].value for each in explanation.properties if won(each)}
    assert properties == event.properties
    for each in (*explanation.fields, *explanation.properties):
        assert len(won(each)) <= 1
        for attempt in each.attempts:
            assert attempt.reason or attempt.verdict in {Verdict.WON, Verdict.LATE}


@given(PAYLOADS)
def test_an_event_is_the_same_each_time_and_after_whatever_came_before(payload):
    event = ALL_KINDS.parse(payload)
    assert ALL_KINDS.explain(payload).event == event == ALL_KINDS.parse(payload)
    assert json.loads(event.as_line()) == json.loads(json.dumps(event.as_json()))
    assert b"\n" not in event.as_line()


@given(PAYLOADS)
def test_a_value_is_of_the_field_s_type_and_no_empty_text(payload):
    event = ALL_KINDS.parse(payload)
    for name, value in event.fields.items():
        assert isinstance(value, int) if name in {"SourcePort", "DeviceTime"} else value
    assert event.event_id != ""
    assert event.qid is not None
    assert event.severity == event.qid.severity


def test_a_new_parser_reads_as_an_old_one():
    payloads = ["id=5 proto=tcp", '{"id":"1","a":"c-","b":"x"}', "", "id=5 proto=tcp"]
    fresh = [parser_of(EVERY_KIND, properties=PROPERTIES).parse(payload).as_line() for payload in payloads]
    old = parser_of(EVERY_KIND, properties=PROPERTIES)
    assert [old.parse(payload).as_line() for payload in payloads] == fresh


LSX_THAT_TAKES_TOO_LONG = """<device-extension xmlns="event_parsing/device_extension">
<pattern id="E" xmlns="">id=(\\w+)</pattern>
<pattern id="Slow" xmlns="">(a+)+$</pattern>
<pattern id="U" xmlns="">user=(\\w+)</pattern>
<pattern id="J" type="JsonKeypath" xmlns="">/"ip"</pattern>
<match-group order="1" xmlns="">
  <matcher field="EventName" pattern-id="E" order="1" capture-group="1"/>
  <matcher field="HostName" pattern-id="Slow" order="1" capture-group="1"/>
  <matcher field="HostName" pattern-id="U" order="2" capture-group="1"/>
  <matcher field="UserName" pattern-id="U" order="1" capture-group="1"/>
  <json-matcher field="SourceIp" pattern-id="J" order="1"/>
</match-group>
</device-extension>"""


def test_a_pattern_that_takes_too_long_is_given_up_and_everything_else_goes_on():
    parser, _ = parser_of_lsx(LSX_THAT_TAKES_TOO_LONG)
    payload = f'id=5 user=bob {{"ip":"192.0.2.1"}} {"a" * 100_000}!'
    start = process_time()
    event = parser.parse(payload)
    assert process_time() - start < 30
    assert event.event_id == "5"
    assert event.fields == {"HostName": "bob", "UserName": "bob", "SourceIp": "192.0.2.1"}
    (warning,) = event.warnings
    assert warning == "acme.xml:8:3: HostName: the regular expression takes too long on this event"
    start = process_time()
    assert parser.parse("id=6 user=eve").warnings == []
    assert process_time() - start < 2


def test_events_say_that_an_expression_is_switched_off(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_search.SECONDS_FOR_EVENT", 0.01)
    monkeypatch.setattr("qradar_builder.dsm.expressions.regex_monitor.SLOW_SECONDS", 0.0)
    parser = parser_of({"EventName": {"regex": "id=([0-9])"}, "HostName": {"regex": "((?:a+)+)b([0-9])"}})
    said = [parser.parse(f"id=5 {'a' * 5000}!").warnings for _ in range(7)]
    assert said[0][0].endswith("HostName: the regular expression takes too long on this event")
    assert said[-1][0].endswith("HostName: the regular expression is turned off, because it took too long on 5 events")
    assert parser.parse("id=7 aaab1").event_id == "7"


def test_all_modifiers_of_an_event_share_the_time():
    spec = {"EventName": {"regex": "id=(.+)"}}
    modifiers = [{"regex": f"(a+)+${number}", "severity": 7} for number in range(6)]
    parser = parser_of(spec, modifiers=[*modifiers, {"regex": "a", "severity": 9}])
    start = process_time()
    event = parser.parse(f"id={'a' * 30_000}!")
    assert process_time() - start < 8
    assert event.severity == 9
    assert len(event.warnings) == 6
    assert event.warnings[0].endswith(": the modifier's pattern takes too long on this event id")


def test_all_patterns_of_an_event_share_the_time():
    slow = {"regex": "(a+)+$"}
    spec = dict.fromkeys(("UserName", "HostName", "GroupName", "NetBIOSName"), slow)
    parser = parser_of({"EventName": {"regex": "^(\\w)"}} | spec, properties={"text": ("string", [slow])})
    start = process_time()
    event = parser.parse("a" * 100_000 + "!")
    assert process_time() - start < 30
    assert len(event.warnings) == 5
    assert event.event_id == "a"


@pytest.mark.parametrize(
    "payload",
    [
        "a" * MEBIBYTE,
        '{"id":' * (MEBIBYTE // 6),
        "[" * MEBIBYTE,
        '{"id":"1","a":"' + "\\u0041" * (MEBIBYTE // 6) + '"}',
        "<Event>" * (MEBIBYTE // 7),
        "<Event a='" * (MEBIBYTE // 10),
        "LEEF:1.0|" * (MEBIBYTE // 9),
        "CEF:0|A|B|1|100|Name|5|" + "a=b " * (MEBIBYTE // 4),
        "id=1 " * (MEBIBYTE // 5),
        "," * MEBIBYTE,
        "\0" * MEBIBYTE,
        "\ud800" * MEBIBYTE,
        "9" * MEBIBYTE,
        "1.1.1." * (MEBIBYTE // 6),
    ],
    ids=lambda payload: payload[:12],
)
def test_a_payload_of_a_mebibyte_is_read_in_a_moment(payload):
    start = process_time()
    event = ALL_KINDS.parse(payload)
    assert process_time() - start < 30
    assert event.as_line()


@pytest.mark.parametrize(
    "payload",
    ['{"id":"1"', '{"id":"1",', '{"id":"1","x":tru}', "{'id':'1'}", '{"id":"1\n"}', '{"id"', "{", '{"id":"1"]'],
)
def test_json_that_breaks_off_is_no_json(payload):
    event = parser_of({"EventName": [{"json": '/"id"'}, {"regex": "^(.)"}]}).parse(payload)
    assert event.event_id == "{"


def test_half_a_surrogate_pair_is_kept_and_printed_as_an_escape():
    event = parser_of({"EventName": {"json": '/"id"'}}).parse('{"id":"\\ud83d"}')
    assert event.event_id == "\ud83d"
    assert b'"event_id":"\\ud83d"' in event.as_line()


def test_a_number_of_any_length_is_kept_as_text():
    event = parser_of({"EventName": {"json": '/"id"'}}).parse(f'{{"id":{"9" * 5000}}}')
    assert event.event_id == "9" * 5000


@pytest.mark.parametrize(
    ("written", "port", "protocol"),
    [
        ("443", 443, None),
        ("6", 6, "TCP"),
        ("0", 0, "HOPOPT"),
        ("-0", None, None),
        ("-1", None, None),
        ("6.0", None, None),
        ("true", None, None),
        ("null", None, None),
        ("65536", None, None),
        ("18446744073709551615", None, None),
        ("9" * 5000, None, None),
    ],
)
def test_a_number_of_json_is_what_its_digits_are(written, port, protocol):
    parser = parser_of(
        {"EventName": {"json": '/"id"'}, "SourcePort": {"json": '/"value"'}, "Protocol": {"json": '/"value"'}}
    )
    for value in (written, f'"{written}"' if written != "null" else "null", written):
        event = parser.parse(f'{{"id":"a","value":{value}}}')
        assert event.fields == {
            name: found for name, found in (("SourcePort", port), ("Protocol", protocol)) if found is not None
        }
        assert len(event.warnings) == (0 if written == "null" else 2 - len(event.fields))


def test_a_pattern_that_java_refuses_finds_nothing_and_the_next_one_does():
    parser, rules = parser_of_lsx(
        LSX_THAT_TAKES_TOO_LONG.replace("(a+)+$", "(a"),
    )
    event = parser.parse("id=1 user=bob")
    assert rules == ["parsing/regex"]
    assert event.fields == {"HostName": "bob", "UserName": "bob"}
    (broken, works) = next(each for each in parser.explain("id=1 user=bob").fields if each.name == "HostName").attempts
    assert "cannot run: Unclosed group" in broken.reason
    assert works.verdict is Verdict.WON


def test_a_date_pattern_that_java_refuses_finds_nothing_and_the_event_goes_on():
    text = LSX_THAT_TAKES_TOO_LONG.replace('field="HostName" pattern-id="Slow" order="1"', "MATCHER").replace(
        "MATCHER", 'field="DeviceTime" pattern-id="U" order="1" ext-data="yyyy-MM-ddTHH:mm"'
    )
    parser, rules = parser_of_lsx(text)
    event = parser.parse("id=1 user=bob")
    assert rules == ["lsx/unused-pattern", "parsing/date-pattern"]
    assert (event.event_id, event.fields) == ("1", {"HostName": "bob", "UserName": "bob"})
    attempts = next(each for each in parser.explain("id=1").fields if each.name == "DeviceTime").attempts
    assert "the date pattern cannot run" in attempts[0].reason


def test_an_explanation_of_a_stored_event_has_the_matchers_of_every_group():
    parser = parser_of({"EventName": {"json": '/"id"'}, "UserName": {"json": '/"user"'}})
    explanation = parser.explain('{"user":"bob"}')
    assert explanation.group is None
    assert [each.name for each in explanation.fields] == ["EventName", "UserName"]
    assert [step.text for step in explanation.steps] == ["no event ID was found: QRadar stores the event"]


def test_an_explanation_says_what_a_value_lost_to():
    parser = parser_of({"EventName": [{"json": '/"id"'}, {"regex": "(\\w+)"}], "SourcePort": {"json": '/"id"'}})
    attempts = {each.name: each.attempts for each in parser.explain('{"id":"x"}').fields}
    assert [attempt.verdict for attempt in attempts["EventName"]] == [Verdict.WON, Verdict.LATE]
    assert [attempt.verdict for attempt in attempts["SourcePort"]] == [Verdict.REFUSED]
    assert attempts["EventName"][0].found.spans == ((7, 8),)


def test_a_mapping_that_differs_by_case_only_is_pointed_at():
    parser = parser_of({"EventName": {"regex": "(.+)"}}, mappings=[("Login", "unknown"), ("other", "x")])
    steps = [step.text for step in parser.explain("login ").steps]
    assert "a mapping of `Login` differs only in case or spaces, and both matter" in steps
    steps = [step.text for step in parser.explain("other").steps]
    assert "the event ID is mapped with other categories: `x`" in steps


def test_event_ids_that_never_come_again_fill_no_memory():
    parser = parser_of({"EventName": {"regex": "(.+)"}})
    for number in range(12_000):
        parser.parse(str(number))
    parser.parse("x" * 10_000)
    assert len(parser._resolutions) <= 10_000
    assert max(len(key[0]) for key in parser._resolutions) < 10
