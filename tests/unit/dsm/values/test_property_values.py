from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.values.property_values import property_check, why_not
from qradar_builder.model.log_source_type import PropertyType

CASES = json.loads(
    (Path(__file__).parents[3] / "conformance" / "dsm" / "property_values.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_property_takes_what_is_of_its_type(case):
    kind = PropertyType(case["type"])
    value = property_check(kind)(case["text"])
    assert value == case["value"]
    assert type(value) is type(case["value"])
    reason = why_not(kind, case["text"])
    assert case.get("why_not", "") in reason
    assert bool(reason) == (value is None)


@given(st.integers(-(10**50), 10**50))
def test_a_whole_number_is_written_as_it_is_read(number):
    assert json.dumps(property_check(PropertyType.NUMERIC)(str(number))) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_number_is_written_as_it_is_read(number):
    assert json.dumps(property_check(PropertyType.NUMERIC)(repr(number))) == repr(number)


@given(st.sampled_from(PropertyType), st.text(max_size=80) | st.text("0123456789.,eE+- ", max_size=20))
def test_a_text_has_a_value_or_a_reason(kind, text):
    value = property_check(kind)(text)
    assert (value is None) == bool(why_not(kind, text))
    if value is not None:
        json.dumps(value, allow_nan=False)


def test_a_time_is_read_by_the_reader_of_the_property():
    check = property_check(PropertyType.TIME, {"now": 1_700_000_000_000}.get)
    assert check("now") == 1_700_000_000_000
    assert check("then") is None
    assert why_not(PropertyType.TIME, "then") == "`then` does not match the date format of the property"


def test_without_a_reader_no_text_is_a_time():
    assert property_check(PropertyType.TIME)("2024-01-01") is None


def test_a_long_text_is_no_number_and_its_reason_is_short():
    text = "9" * 1_000_000
    assert property_check(PropertyType.NUMERIC)(text) is None
    assert len(why_not(PropertyType.NUMERIC, text)) < 200
