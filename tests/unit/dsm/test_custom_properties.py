"""Custom properties of events: which expression gives the value, and of which type it is."""

from __future__ import annotations

import pytest

from qradar_builder.dsm.definition import (
    EventMapping,
    PropertyDefinition,
    PropertyRule,
    Qid,
    TypeDefinition,
    automatic_qids,
)
from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Location
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.model.log_source_type import LogSourceTypeSpec, PropertyType

NOWHERE = Location("")
STORED, UNKNOWN = automatic_qids("Acme", 6001, NOWHERE)
LOGIN = Qid("Login", 3, 3115, NOWHERE, number=100)
LOGOUT = Qid("Logout", 1, 3057, NOWHERE, number=101)
SPEC = LogSourceTypeSpec.model_validate({"name": "Acme", "parsing": {"EventName": {"regex": "^(\\w+)"}}})
CLOCK = 1714564800000  # 2024-05-01T12:00:00Z


def rule(rank=1, qid=None, category=None, **expression):
    return PropertyRule(PropertyExpression.model_validate(expression), rank, NOWHERE, qid, category)


def prop(*rules, name="P", kind="string", **more):
    return PropertyDefinition(name, PropertyType(kind), rules, NOWHERE, **more)


def parser(*properties):
    mappings = [EventMapping(name, "unknown", qid, NOWHERE) for name, qid in (("login", LOGIN), ("logout", LOGOUT))]
    extension = compile_lsx(SPEC, 6001)
    definition = TypeDefinition(
        "Acme",
        6001,
        extension,
        STORED,
        UNKNOWN,
        NOWHERE,
        mappings=tuple(mappings),
        properties=properties,
    )
    return Parser(definition, now=lambda: CLOCK, zone="Europe/Berlin")


def values(payload, *properties):
    parsed = parser(*properties)
    event = parsed.parse(payload)
    assert parsed.explain(payload).event == event
    return event.properties


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ({"regex": "a=(\\d+) b=(\\d+)"}, "1"),
        ({"regex": "a=(\\d+) b=(\\d+)", "capture_group": 2}, "2"),
        ({"regex": "a=(\\d+) b=(\\d+)", "capture_group": 0}, "a=1 b=2"),
        ({"regex": "a=(\\d+) b=(\\d+)", "format": "$2/$1 $"}, "2/1 $"),
        ({"regex": "a=(\\d+)(x)? b=(\\d+)", "format": "$2"}, None),
        ({"regex": "a=(\\d+)(x)? b=(\\d+)", "format": "[$2]"}, "[]"),
        ({"regex": "a=(\\d+)", "format": "$2"}, None),
        ({"regex": "a=(\\d+)", "capture_group": 7}, None),
        ({"regex": "a=\\d+"}, None),
        ({"regex": "A=(\\d+)"}, None),
        ({"regex": "(1)(2)(3)", "format": "$10"}, None),
        ({"json": '/"j"'}, "x"),
        ({"json": '{/"j"}-{/"k"}'}, "x-y"),
        ({"nvp": "b", "pair_delimiter": " ", "value_delimiter": "="}, "2"),
        ({"list": "$1", "delimiter": " "}, "a=1"),
    ],
)
def test_an_expression_gives_its_value(expression, value):
    found = values('login a=1 b=2 {"j":"x","k":"y"}', prop(rule(**expression)))
    assert found == ({} if value is None else {"P": value})


def test_expressions_are_tried_by_rank_and_then_by_their_place():
    first, second, third = (rule(regex=f"({name})=") for name in "abc")
    assert values("login a= b= c=", prop(first, second, third)) == {"P": "a"}
    assert values("login b= c=", prop(first, second, third)) == {"P": "b"}
    late = rule(rank=2, regex="(a)=")
    assert values("login a= b=", prop(late, second)) == {"P": "b"}
    shipped = rule(rank=-1, regex="(c)=")
    assert values("login a= c=", prop(first, shipped)) == {"P": "c"}


@pytest.mark.parametrize(
    ("given", "payload", "found"),
    [
        ({"qid": LOGIN}, "login v", {"P": "v"}),
        ({"qid": LOGIN}, "logout v", {}),
        ({"qid": LOGIN}, "other v", {}),
        ({"qid": Qid("", 0, 0, NOWHERE, number=100)}, "login v", {"P": "v"}),
        ({"qid": Qid("Login", 3, 3115, NOWHERE)}, "login v", {}),
        ({"qid": UNKNOWN}, "other v", {"P": "v"}),
        ({"category": 3115}, "login v", {"P": "v"}),
        ({"category": 3115}, "logout v", {}),
        ({"category": 10001}, "other v", {"P": "v"}),
        ({}, "other v", {"P": "v"}),
        ({"enabled": False}, "login v", {}),
    ],
)
def test_an_expression_is_for_the_events_that_it_selects(given, payload, found):
    assert values(payload, prop(rule(regex="\\w (v)", **given))) == found


def test_an_expression_for_all_events_is_for_stored_ones_too():
    assert values("=stored v", prop(rule(regex="(v)"))) == {"P": "v"}


def test_what_an_event_of_another_record_selects_does_not_stay():
    one = parser(prop(rule(qid=LOGIN, regex="\\w (v)"), rule(rank=2, regex="(l)o")))
    found = [one.parse(payload).properties for payload in ("login v", "logout v", "login v")]
    assert found == [{"P": "v"}, {"P": "l"}, {"P": "v"}]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", " 1 ", " 1 "),
        ("numeric", "12", 12),
        ("numeric", "-1.5e3", -1500.0),
        ("numeric", "1,000", None),
        ("numeric", "0x10", None),
        ("ip", "192.0.2.1", "192.0.2.1"),
        ("ip", "::1", None),
        ("ip", "256.1.1.1", None),
        ("port", "443", 443),
        ("port", "65536", None),
    ],
)
def test_a_value_is_of_the_property_s_type(kind, text, value):
    parsed = parser(prop(rule(regex="v=\\[(.*)\\]"), kind=kind))
    event = parsed.parse(f"login v=[{text}]")
    assert event.properties == ({} if value is None else {"P": value})
    assert [warning.partition(":")[0] for warning in event.warnings] == (["P"] if value is None else [])


def test_a_refused_value_goes_to_the_next_expression():
    assert values("login a=x b=2", prop(rule(regex="a=(\\w)"), rule(regex="b=(\\w)"), kind="numeric")) == {"P": 2}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"datetime_format": "yyyy-MM-dd HH:mm:ss", "locale": "en-US"}, 1714550400000),
        ({"datetime_format": "yyyy-MM-dd", "locale": "en-US"}, None),
        ({"datetime_format": "no pattern", "locale": "en-US"}, None),
        ({}, None),
    ],
)
def test_a_time_is_read_by_the_date_format_in_the_zone_of_the_event_processor(given, value):
    found = values("login 2024-05-01 10:00:00", prop(rule(regex="login (.*)"), kind="time", **given))
    assert found == ({} if value is None else {"P": value})


def test_a_time_that_is_not_read_is_told_with_what_each_date_class_makes_of_it():
    given = {"datetime_format": "MMM dd HH:mm:ss", "locale": "en-US"}
    event = parser(prop(rule(regex="login (.*)"), kind="time", **given)).parse("login May  1 10:00:00")
    (warning,) = event.warnings
    assert warning.startswith("P: `May  1 10:00:00`: Joda-Time does not read it")
    assert "SimpleDateFormat reads " in warning


def test_a_date_format_of_another_type_means_nothing():
    """Exports have such formats: `NULL::character varying` stands at a text."""
    given = {"datetime_format": "NULL::character varying", "locale": "NULL::character varying"}
    assert values("login v", prop(rule(regex="(v)"), **given)) == {"P": "v"}


def calculation(first, operator, second):
    return rule(calculated={"first": first, "operator": operator, "second": second})


IN, OUT = (prop(rule(regex=f"{name}=(\\d+)"), name=name, kind="numeric") for name in ("in", "out"))


def test_a_calculation_takes_the_values_of_other_properties_wherever_they_stand():
    total = prop(calculation("in", "ADD", "out"), name="total", kind="numeric")
    double = prop(calculation("total", "MULTIPLY", 2), name="double", kind="numeric")
    assert values("login in=3 out=4", double, total, IN, OUT) == {"in": 3, "out": 4, "total": 7, "double": 14}


def test_a_calculation_without_an_operand_or_a_result_gives_nothing():
    total = prop(calculation("in", "DIVIDE", "out"), name="ratio", kind="numeric")
    assert values("login in=3", total, IN, OUT) == {"in": 3}
    assert values("login in=3 out=0", total, IN, OUT) == {"in": 3, "out": 0}


def test_a_value_of_the_payload_comes_before_a_calculation():
    total = prop(calculation("in", "ADD", 1), rule(rank=2, regex="total=(\\d+)"), name="total", kind="numeric")
    assert values("login in=3 total=9", total, IN) == {"in": 3, "total": 9}
    assert values("login in=3", total, IN) == {"in": 3, "total": 4}


def test_calculations_that_need_each_other_give_nothing_and_stop_nothing():
    one = prop(calculation("two", "ADD", 1), name="one", kind="numeric")
    two = prop(calculation("one", "ADD", 1), name="two", kind="numeric")
    more = prop(calculation("in", "ADD", 1), name="more", kind="numeric")
    assert values("login in=3", one, two, more, IN) == {"in": 3, "more": 4}


def test_a_calculation_may_be_for_some_events_only():
    total = prop(
        PropertyRule(
            PropertyExpression.model_validate({"calculated": {"first": "in", "operator": "ADD", "second": 1}}),
            1,
            NOWHERE,
            LOGIN,
        ),
        name="total",
        kind="numeric",
    )
    assert values("login in=3", total, IN) == {"in": 3, "total": 4}
    assert values("logout in=3", total, IN) == {"in": 3}


def test_an_explanation_tells_of_calculations_and_aql():
    total = prop(calculation("in", "ADD", "out"), name="total", kind="numeric")
    circle = prop(calculation("circle", "ADD", 1), name="circle", kind="numeric")
    query = prop(rule(aql="SOURCEIP"), name="query")
    computed = parser(total, circle, query, IN, OUT).explain("login in=3").computed
    assert [(one.name, one.text, one.value, one.reason) for one in computed] == [
        ("total", "in ADD out", None, "`out` has no value"),
        ("circle", "circle ADD 1", None, "it depends on its own result"),
        ("query", "SOURCEIP", None, "AQL is not supported here: it reads data stored on a console, not payloads"),
    ]
    (found, *_) = parser(total, IN, OUT).explain("login in=3 out=4").computed
    assert (found.value, found.reason) == (7, "")


def test_aql_gives_no_value_and_stops_no_other_expression():
    assert values("login v", prop(rule(aql="SOURCEIP"), rule(rank=2, regex="(v)"))) == {"P": "v"}


def test_an_expression_that_java_refuses_finds_nothing_and_says_why():
    parsed = parser(prop(rule(regex="(v"), rule(rank=2, regex="(v)")))
    assert parsed.parse("login v").properties == {"P": "v"}
    ((broken, working),) = [each.attempts for each in parsed.explain("login v").properties]
    assert "the regular expression cannot run: Unclosed group" in broken.reason
    assert working.value == "v"
