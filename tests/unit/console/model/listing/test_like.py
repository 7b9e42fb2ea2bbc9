"""Patterns of LIKE are as patterns of regular expressions, and stay quick."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.console.model.listing.like import like


@settings(max_examples=300, deadline=None, database=None)
@given(st.text("ab%_.", max_size=8), st.text("abAB.\n", max_size=8), st.booleans())
def test_a_pattern_is_as_its_regular_expression(pattern, text, ignore_case):
    translated = "".join({"%": ".*", "_": "."}.get(each, re.escape(each)) for each in pattern)
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
    assert like(pattern, ignore_case=ignore_case)(text) is (re.fullmatch(translated, text, flags) is not None)


@pytest.mark.parametrize("pattern", ["%a" * 200 + "b", "%" * 500, "_%" * 100 + "b"])
def test_a_long_pattern_ends(pattern):
    assert like(pattern)("a" * 20_000) is (set(pattern) == {"%"})
