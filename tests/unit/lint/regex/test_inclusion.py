"""Whether one pattern finds something wherever another does, against searches in many texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from qradar_builder.lint.regex.inclusion import witness_of_cover
from qradar_builder.lint.regex.shape import tree_of


def witness(wide, narrow):
    first, second = tree_of(wide), tree_of(narrow)
    assert first is not None
    assert second is not None
    return witness_of_cover(first, second)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("user=", "src_user="),
        ("ab", "abc"),
        (r"user=(\w{3})", r"user=(\w{4})"),
        ("[^ ]+", r"\w+"),
        ("(?:a|b)=", "b="),
        ("(?i)a", "A"),
        ("a", "(?=a)ab"),
        ("x+y", "xxy"),
        ("a.c", "a[b-d]c"),
    ],
)
def test_the_wide_one_covers_the_narrow_one(wide, narrow):
    found = witness(wide, narrow)
    assert found is not None
    assert re.search(wide, found)
    assert re.search(narrow, found)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("src_user=", "user="),
        (r"\buser=", "src_user="),
        (r"user=(\w{4})", r"user=(\w{3})"),
        (r"\w+", "[^ ]+"),
        ("^a", "a"),
        ("a$", "a"),
        ("a++a", "aa"),
        ("(a)\\1", "aa"),
        ("é", "é"),
        ("a", "b?"),
        ("a*", "a"),
        ("a{0,40}b", "b"),
        ("a.c", "a\nc"),
    ],
)
def test_it_does_not_or_that_is_not_known(wide, narrow):
    assert witness(wide, narrow) is None


PIECES = st.sampled_from(["a", "b", "[ab]", "a+", "b?", "(?:a|bb)", ".", "[^a]", "a{2}", "c"])
PATTERNS = st.lists(PIECES, min_size=1, max_size=4).map("".join)


@given(PATTERNS, PATTERNS, st.lists(st.text("abc", max_size=7), max_size=20))
def test_a_cover_holds_in_every_text(wide, narrow, texts):
    if witness(wide, narrow) is not None:
        for text in texts:
            assert not re.search(narrow, text) or re.search(wide, text)
