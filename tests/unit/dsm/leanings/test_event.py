"""An explanation says which open questions an event leaned on, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import qradar_builder.dsm
from qradar_builder.dsm import event_choices, parsing_choices
from qradar_builder.dsm.definition import EventMapping, PropertyDefinition, PropertyRule, TypeDefinition, automatic_qids
from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Location
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.model.log_source_type import LogSourceTypeSpec, PropertyType
from qradar_builder.reference.choice import Choice

NOWHERE = Location("")
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z
LEEF, CEF = 212, 367
ID = {"EventName": {"regex": r"id=(\w+)"}}
BLANKS = {"pair_delimiter": " ", "value_delimiter": "="}
OVERRIDE = {"EventName": {"leef": "$eventid$"}, "UserName": {"regex": "(b)"}}
IBM = "LEEF:1.0|A|B|1|login|src=192.0.2.1\tusrName=alice"


def leaned(payload, parsing, *, number=6001, modifiers=(), mappings=(), properties=(), clock=CLOCK):
    stored, unknown = automatic_qids("Acme", number, NOWHERE)
    spec = LogSourceTypeSpec.model_validate({"name": "Acme", "parsing": parsing, "modifiers": list(modifiers)})
    definition = TypeDefinition(
        "Acme",
        number,
        compile_lsx(spec, number),
        stored,
        unknown,
        NOWHERE,
        built_in=number < 4001,
        mappings=tuple(EventMapping(*mapping, unknown, NOWHERE) for mapping in mappings),
        properties=tuple(properties),
    )
    return {choice.key for choice in Parser(definition, now=lambda: clock).explain(payload).choices}


def field(name, *expressions):
    return ID | {name: list(expressions)}


def prop(kind, *expressions):
    rules = [PropertyRule(PropertyExpression.model_validate(each), rank, NOWHERE) for rank, each in expressions]
    return PropertyDefinition("Prop", kind, tuple(rules), NOWHERE)


ROWS = [
    ("equal-order", "id=1", field("UserName", {"regex": "i"}, {"regex": "d"}), False),
    ("invalid-value", "id=1 ip=x 192.0.2.1", field("SourceIp", {"regex": r"ip=(\S+)"}, {"regex": r"(192\S+)"}), True),
    ("empty-value", "id=1 u=", field("UserName", {"regex": r"u=(\S*)"}), True),
    ("absent-group", "id=1", field("UserName", {"regex": r"id=(1)(2)?", "capture": r"\1-\2"}), True),
    ("absent-group", "id=12", field("UserName", {"regex": r"id=(1)(2)?", "capture": r"\1-\2"}), False),
    ("trim", "id=1 u= a ;", field("UserName", {"regex": "u=([^;]*);", "trim": True}), True),
    ("trim", "id=1 u=a;", field("UserName", {"regex": "u=([^;]*);", "trim": True}), False),
    ("json-start", 'x {"u":"a"} id=1', field("UserName", {"json": '/"u"'}), True),
    ("json-start", '{"u":"a", "x":"id=1"}', field("UserName", {"json": '/"u"'}), False),
    ("json-text", '{"u":5, "x":"id=1"}', field("UserName", {"json": '/"u"'}), True),
    ("json-text", '{"u":"5", "x":"id=1"}', field("UserName", {"json": '/"u"'}), False),
    ("json-null", '{"u":null, "x":"id=1"}', field("UserName", {"json": '/"u"'}), True),
    ("json-same-name", '{"u":"a", "u":"b", "x":"id=1"}', field("UserName", {"json": '/"u"'}), True),
    ("json-same-name", '{"u":"a", "x":"b", "x":"id=1"}', field("UserName", {"json": '/"u"'}), False),
    ("json-name", '{"U":"a", "x":"id=1"}', field("UserName", {"json": '/"u"'}), True),
    ("json-strict", "{\"u\": 'a', 'x': 'id=1'}", field("UserName", {"json": '/"u"'}), True),
    ("json-array-payload", '[{"u":"a", "x":"id=1"}]', field("UserName", {"json": '/"u"'}), True),
    ("json-whole-array", '{"u":"a", "x":"id=1"}', field("UserName", {"json": '/"u"[]'}), True),
    ("absent-part", '{"u":"a", "x":"id=1"}', field("UserName", {"json": '{/"u"}{/"v"}'}), True),
    ("xml-document", "id=1 <E><U>a</U></E>", field("UserName", {"xml": '/"E"/"U"'}), True),
    ("xml-document", "<E><U>a</U><X>id=1</X></E>", field("UserName", {"xml": '/"E"/"U"'}), False),
    ("xml-names", "<n:E><n:U>a</n:U><X>id=1</X></n:E>", field("UserName", {"xml": '/"E"/"U"'}), True),
    ("xml-text", "<E><U><V>a</V></U><X>id=1</X></E>", field("UserName", {"xml": '/"E"/"U"'}), True),
    ("pair-name", "id=1,u=a", field("UserName", {"nvp": "u"} | BLANKS), True),
    ("repeated-name", "id=1 u=a u=b", field("UserName", {"nvp": "u"} | BLANKS), True),
    ("repeated-name", "id=1 u=a", field("UserName", {"nvp": "u"} | BLANKS), False),
    ("quotes", 'id=1 u="a" b', field("UserName", {"nvp": "u"} | BLANKS), True),
    ("delimiter-escapes", "id=1,a", field("UserName", {"list": "$1", "delimiter": "\\t"}), True),
    ("list-payload", "<13>May  1 10:00:00 gw id=1,a", field("UserName", {"list": "$1", "delimiter": ","}), True),
    ("message-start", f"id=1 {IBM}", field("UserName", {"leef": "usrName"}), True),
    ("message-start", f"{IBM} id=1", field("UserName", {"leef": "usrName"}), False),
    ("message-blank", "CEF: 0|A|B|1|i|n|5|suser=a msg=id=1", field("UserName", {"cef": "suser"}), True),
    ("mapped-ipv4", "id=1 ip=::ffff:192.0.2.1", field("SourceIp", {"regex": r"ip=(.*)"}), True),
    ("repeated-key", f"{IBM}\tusrName=bob id=1", field("UserName", {"leef": "usrName"}), True),
    ("key-case", f"{IBM} id=1", field("UserName", {"leef": "usrname"}), True),
    ("leef-delimiter", "LEEF:2.0|A|B|1|login|usrName=a\tx=id=1", field("UserName", {"leef": "usrName"}), True),
    ("leef-blanks", "LEEF:1.0|A|B|1|login|usrName= a\tx=id=1", field("UserName", {"leef": "usrName"}), True),
    ("cef-blanks", "CEF:0|A|B|1|i|n|5|suser=a  msg=id=1", field("UserName", {"cef": "suser"}), True),
    ("cef-version", "CEF:1|A|B|1|i|n|5|suser=a msg=id=1", field("UserName", {"cef": "suser"}), True),
    ("cef-escape", r"CEF:0|A|B|1|i|n|5|suser=a\b msg=id=1", field("UserName", {"cef": "suser"}), True),
    ("cef-key", "CEF:0|A|B|1|i|n|5|suser=a b.c=d msg=id=1", field("UserName", {"cef": "suser"}), True),
    ("white-space-around", "id=1 ip= 192.0.2.1 ", field("SourceIp", {"regex": r"ip=(.*)"}), True),
    ("leading-zeros", "id=1 ip=192.0.02.1", field("SourceIp", {"regex": r"ip=(.*)"}), True),
    ("leading-zeros", "id=1 ip=192.0.2.1", field("SourceIp", {"regex": r"ip=(.*)"}), False),
    ("mac-form", "id=1 00-11-22-33-44-55", field("SourceMAC", {"regex": r"(\S+-\S+)"}), True),
    ("ipv6-form", "id=1 ip=::ffff:192.0.2.1", field("SourceIpv6", {"regex": r"ip=(.*)"}), True),
    ("protocol-form", "id=1 proto=6", field("Protocol", {"regex": r"proto=(.*)"}), True),
    ("protocol-form", "id=1 proto=TCP", field("Protocol", {"regex": r"proto=(.*)"}), False),
    ("no-date-pattern", "id=1 May 01 10:00:00", field("DeviceTime", {"regex": r"(May.*)"}), True),
    ("missing-year", "id=1 May 01 10:00:00", field("DeviceTime", {"regex": r"(May.*)"}), True),
    ("missing-zone", "id=1 2024-05-01", field("DeviceTime", {"regex": r"(2024.*)", "format": "yyyy-MM-dd"}), True),
    ("missing-year", "id=1 2024-05-01", field("DeviceTime", {"regex": r"(2024.*)", "format": "yyyy-MM-dd"}), False),
    ("missing-date", "id=1 t=10:00", field("DeviceTime", {"regex": r"t=(.*)", "format": "HH:mm"}), True),
    ("missing-year", "<13>May  1 10:00:00 gw id=1", ID, True),
    ("syslog-form", "<13>May 1 10:00:00 gw id=1", ID, True),
    ("syslog-form", "<13>May  1 10:00:00 gw id=1", ID, False),
    ("syslog-host", "<13>May  1 10:00:00 su: id=1", ID, True),
    ("unknown-category", "id=1", ID, True),
    ("category-alone", "id=1 c", field("EventCategory", {"regex": "(c)"}), True),
]


@pytest.mark.parametrize(("key", "payload", "parsing", "leans"), ROWS)
def test_an_event_leans_on_a_question_where_its_answer_decides(key, payload, parsing, leans):
    assert (key in leaned(payload, parsing)) is leans


def test_a_mapped_event_of_plain_forms_leans_on_nothing():
    parsing = field("UserName", {"json": '/"u"'}) | {"EventCategory": {"json": '/"c"'}}
    assert leaned('{"u":"a", "c":"cat", "x":"id=1"}', parsing, mappings=[("1", "cat")]) == set()


def test_modifiers_lean_on_which_of_them_wins():
    modifiers = [{"event": "1", "category": "m"}, {"regex": "1", "severity": 9}]
    found = leaned("id=1 c", field("EventCategory", {"regex": "(c)"}), modifiers=modifiers)
    assert {"single-first", "modifier-category"} <= found


def test_a_property_leans_on_the_ranks_and_the_form_of_numbers():
    ranked = prop(PropertyType.STRING, (-1, {"regex": "(1)"}), (1, {"regex": "(i)"}))
    assert "shipped-rank" in leaned("id=1", ID, properties=[ranked])
    number = prop(PropertyType.NUMERIC, (1, {"regex": r"n=(\S+)"}))
    assert "number-form" in leaned("id=1 n=1,5", ID, properties=[number])
    assert "number-form" not in leaned("id=1 n=1", ID, properties=[number])


@pytest.mark.parametrize(
    ("payload", "number", "parsing", "keys"),
    [
        (f"{IBM}\tcat=x\tsev=7", LEEF, {}, {"leef-event-id", "base-severity"}),
        (
            f"{IBM}\tusrName=b",
            LEEF,
            {"EventName": {"leef": "$eventid$"}, "UserName": {"regex": "(b)"}},
            {"extension-wins"},
        ),
        (
            "CEF:0|A|B|1|i|n|5|src=192.0.2.1 rt=1714564800000",
            CEF,
            {},
            {"cef-event", "cef-severity", "cef-time"},
        ),
        ("CEF:1|A|B|1|i|n|5|src=192.0.2.1", CEF, ID, {"cef-version"}),
        ("plain id=1", LEEF, ID, {"unrecognised-event"}),
    ],
)
def test_what_a_built_in_dsm_leans_on(payload, number, parsing, keys):
    assert keys <= leaned(payload, parsing, number=number)


@settings(max_examples=200)
@given(st.text(max_size=200), st.sampled_from(sorted({repr(row[2]) for row in ROWS})))
def test_whatever_a_payload_is_its_leanings_are_told(payload, parsing):
    # The table's own parsing, as a text so that examples print well.
    for row in ROWS:
        if repr(row[2]) == parsing:
            leaned(payload, row[2])
            break


def test_each_choice_of_the_table_is_named_by_the_code_that_follows_it():
    folder = Path(qradar_builder.dsm.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    tables = vars(parsing_choices) | vars(event_choices)
    names = [name for name, value in tables.items() if isinstance(value, Choice)]
    assert len(names) > 60
    assert [name for name in names if not re.search(rf"(?:\b[se]\.|import .*){name}\b", code)] == []
