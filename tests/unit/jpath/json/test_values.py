"""JSON keeps the text of its numbers and the order of its members, on the way in and on the way out."""

import json
import sys

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.jpath import JsonError, Missing
from qradar_builder.jpath.json.values import NumberAsWritten, deep_copy, dumps_compact, loads, render
from qradar_builder.jpath.limits import MAX_JSON_DEPTH

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "text",
    [
        "1.10",
        "1e5",
        "1E+5",
        "0.0",
        "-0",
        "-0.0",
        "-0e1",
        "10000000000000000000000",
        "1e999",
        "[1,2.50,-0]",
        '{"a":1.0}',
    ],
)
def test_a_number_goes_out_as_it_came_in(text):
    assert dumps_compact(loads(text)) == text


@settings(deadline=None)
@given(JSON)
def test_what_python_writes_comes_out_the_same(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert loads(dumps_compact(loads(text))) == loads(text)


@settings(deadline=None)
@given(JSON)
def test_the_slow_way_to_write_is_no_other(value):
    plain = dumps_compact(value)
    with_kept_number = dumps_compact([value, NumberAsWritten("1.10")])
    if "." not in plain and "e" not in plain:
        assert with_kept_number == f"[{plain},1.10]"
    assert json.loads(with_kept_number) == [value, 1.1]


def test_whole_numbers_are_plain_integers():
    assert loads("[1, -5]") == [1, -5]
    assert type(loads("12345678901234567890")) is int


def test_kept_numbers_are_equal_by_their_text():
    assert loads("1.10") == NumberAsWritten("1.10") != NumberAsWritten("1.1")
    assert len({NumberAsWritten("1.0"), NumberAsWritten("1.0")}) == 1
    assert repr(NumberAsWritten("1e5")) == "NumberAsWritten('1e5')"


def test_the_last_of_equal_names_counts_and_stands_first():
    assert dumps_compact(loads('{"a":1,"b":2,"a":3}')) == '{"a":3,"b":2}'


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "{'a':1}", "NaN", "-Infinity", "[01]", '"\n"', "nul", "[1] 2", "\ufeff1"]
)
def test_what_is_not_json_is_refused(text):
    with pytest.raises(JsonError):
        loads(text)


def test_the_place_of_a_mistake_is_told():
    with pytest.raises(JsonError) as caught:
        loads('{"a": nope}')
    assert caught.value.picture() == '{"a": nope}\n      ^'


def test_depth_is_bounded():
    deepest = "[" * MAX_JSON_DEPTH + "]" * MAX_JSON_DEPTH
    assert dumps_compact(loads(deepest)) == deepest
    for text in (f"[{deepest}]", '{"a":' * 300 + "1" + "}" * 300, "[" * 100_000 + "]" * 100_000):
        with pytest.raises(JsonError, match="255 levels deep"):
            loads(text)


def test_many_brackets_side_by_side_are_not_deep():
    assert loads("[" + ",".join(["[]"] * 1000) + "]") == [[]] * 1000


def test_whole_numbers_of_thousands_of_digits_are_refused():
    with pytest.raises(JsonError, match="too many digits"):
        loads("1" * 10_000)


def test_values_too_deep_to_write_or_copy_are_an_error_of_ours():
    value = []
    for _ in range(sys.getrecursionlimit() * 2):
        value = [value]
    for run in (dumps_compact, deep_copy, render):
        with pytest.raises(JsonError, match="deep"):
            run(value)
    with pytest.raises(JsonError, match="deep"):
        dumps_compact([NumberAsWritten("1.0"), value])


def test_a_copy_of_a_plain_value_is_that_value():
    assert deep_copy("x") == "x"


def test_a_copy_shares_nothing():
    value = {"a": [1, {"b": [2]}]}
    copy = deep_copy(value)
    copy["a"][1]["b"].append(3)
    assert value == {"a": [1, {"b": [2]}]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Missing, ""),
        (None, ""),
        ("a b", "a b"),
        (5, "5"),
        (True, "true"),
        (False, "false"),
        (12.5, "12.5"),
        (NumberAsWritten("1.10"), "1.10"),
        ([1, "a"], '[1,"a"]'),
        ({"b": None, "a": {}}, '{"b":null,"a":{}}'),
    ],
)
def test_a_value_has_a_text(value, text):
    assert render(value) == text
