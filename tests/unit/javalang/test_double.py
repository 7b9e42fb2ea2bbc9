"""Numbers have the text that Java gives them."""

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.double import double_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (100.0, "100.0"),
        (0.001, "0.001"),
        (0.0009, "9.0E-4"),
        (0.00051, "5.1E-4"),
        (-0.000123, "-1.23E-4"),
        (2e23, "2.0E23"),
        (123456.789, "123456.789"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (12345678.9, "1.23456789E7"),
        (-1.5e-5, "-1.5E-5"),
        (1e21, "1.0E21"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (5e-324, "4.9E-324"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_a_fraction_has_the_text_that_java_gives_it(number, text):
    assert double_text(number) == text


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_fraction_is_that_fraction(number):
    assert float(double_text(number)) == number
