from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from qradar_builder.source.yaml.node import Scalar
from qradar_builder.source.yaml.scalars import value

TYPES = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}


def _plain(text):
    return Scalar(None, None, text=text, plain=True)


def test_a_plain_word_means_what_the_table_says(scalar):
    found = value(_plain(scalar["text"]))
    assert found == scalar["value"]
    assert isinstance(found, TYPES[scalar["type"]])
    assert isinstance(found, bool) == (scalar["type"] == "bool")


def test_quoted_text_is_always_text(scalar):
    assert value(Scalar(None, None, text=scalar["text"], plain=False)) == scalar["text"]


@pytest.mark.parametrize("style", ["'{}'", '"{}"', "|-\n  {}", "!!str {}"])
def test_every_way_of_quoting_makes_text(value_of, style):
    assert value_of("a: " + style.format("12")) == {"a": "12"}


@pytest.mark.parametrize("text", ["1.10", "+7", "-0", "1e3", "5."])
def test_a_number_remembers_how_it_was_written(text):
    assert value(_plain(text)).text == text


def test_a_number_of_many_thousand_digits_is_text():
    digits = "9" * 5000
    assert value(_plain(digits)) == digits


@given(st.text(max_size=30))
def test_any_text_is_a_scalar_and_any_number_remembers_its_text(text):
    found = value(_plain(text))
    if not isinstance(found, str | bool | None):
        assert found.text == text


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_every_whole_number_reads_back(number):
    assert value(_plain(str(number))) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_reads_back(number):
    assert float(value(_plain(repr(number)))) == number
