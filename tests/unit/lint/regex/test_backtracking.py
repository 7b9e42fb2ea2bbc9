"""The search that counts its steps finds what Python's `re` finds, wherever both know the syntax."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.backtracking import BudgetError, Search
from qradar_builder.lint.regex.program import program_of

ATOMS = st.sampled_from(
    ["a", "b", "[ab]", ".", r"\w", r"\b", r"\B", "^", "$", r"(?=a)", r"(?!b)", r"(?<=a)", r"(?<!b)", "c"]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        inner.map(lambda one: f"({one})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


def search(pattern, budget=200_000):
    parsed = parse_pattern(pattern, Flag(0))
    return Search(program_of(parsed.tree, parsed.group_count), budget)


def finds(pattern, text):
    return search(pattern).find([ord(character) for character in text])


@settings(max_examples=400, derandomize=True, deadline=None)
@given(PATTERNS, st.text("abc\n", min_size=1, max_size=8))
def test_it_finds_what_python_finds(pattern, text):
    try:
        found = finds(pattern, text)
    except BudgetError:
        return
    assert found == (re.search(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(a|b)\1", "abb", True),
        (r"(a|b)\1", "ab", False),
        (r"(?>a*)a", "aaa", False),
        (r"a*+a", "aaa", False),
        (r"a++b", "aab", True),
        (r"(?i)AB", "ab", True),
        (r"\Aa\z", "a", True),
        (r"(?m)^b$", "a\nb\nc", True),
        (r"(?<=ab)c", "abc", True),
        (r"(?<!ab)c", "abc", False),
        (r"\Ra", "\na", True),
        (r"(?:a*)*b", "aaab", True),
        (r"a{2,3}?b", "aaab", True),
        (r"\Ga", "ba", False),
    ],
)
def test_what_java_has_beyond_it(pattern, text, found):
    assert finds(pattern, text) is found


def test_steps_are_counted_up_to_the_budget():
    quick = search("ab")
    assert not quick.find([ord("a")] * 10)
    assert 10 <= quick.steps <= 40
    with pytest.raises(BudgetError):
        search("(?:a*)*b", budget=1000).find([ord("a")] * 30)
