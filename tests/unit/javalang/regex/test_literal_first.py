"""Patterns that begin with fixed text are found by Python's `re` as they are by the `regex` package."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.regex.literal_first import literal_first
from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.pattern import compile_pattern
from qradar_builder.javalang.regex.reader import Flag


def first(pattern):
    return literal_first(parse_pattern(pattern, Flag(0)).tree)


def groups(match):
    return None if match is None else [(match.group(n), match.span(n)) for n in range(1, match.re.groups + 1)]


@pytest.mark.parametrize(
    ("pattern", "is_whole"),
    [
        (r"src=(\S+)", True),
        (r"\bsrc=(\S+)", True),
        (r"^src=(\S+)", True),
        (r"\ssrc=(\S+)", False),
        (r"(?:^|\s)src=(\d{1,3}\.?)", False),
        (r"(?:\s|^|,)src=(\d+)", False),
        (r"[,;]src=([^,;]+?)(?:,|;|$)", False),
        (r'"user":"(?<user>[^"]*)"', True),
        (r"Failed password for (?:invalid user )?(\S+) from (\S+) port (\d+)", True),
        (r"(?:user )name (\w+)\z", True),
    ],
)
def test_patterns_that_begin_with_fixed_text(pattern, is_whole):
    assert first(pattern).is_whole is is_whole


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a",
        r"(\S+) logged in",
        r"(?i)src=(\S+)",
        r"src=(\S+)?",  # a group that is optional
        r"src=(?:(a)|(b))",
        r"src=(?:ab|a)*c",  # rounds with several ways
        r"src=(?>a+)",
        r"src=a++",
        r"src=(.)\1",
        r"src=(?=a)",
        r"src=(?m)a$",
        r"src=\R",
        "größe=(.*)ß",
        r"[ s]ssrc=(\S+)|x",
        r"(?:^|s)sss=(\w)",  # the place of the fixed text would not tell which match is the first
        r"src=(a\G)",
    ],
)
def test_what_could_mean_another_thing_is_left_to_the_other_engine(pattern):
    assert first(pattern) is None


def test_the_names_of_groups_are_kept():
    assert first("user=(?<name>[a-z]+)").find("a user=root").group("name") == "root"


_SETS = st.sampled_from([r"\S", r"\s", r"\w", r"\d", "[^ab]", "[a-c]", ".", "a", " ", "=", r"[^\s=]"])
_COUNTS = st.sampled_from(["", "*", "+", "?", "{1,2}", "*?", "+?", "??", "{2}"])
_OTHERS = st.sampled_from(["(?:ab)?", "(?: |a)", r"\b", "$", "(?:b|=a)"])
_PIECES = st.builds("".join, st.tuples(_SETS, _COUNTS)) | _OTHERS
_RESTS = st.lists(_PIECES | st.builds("({})".format, st.lists(_PIECES, max_size=3).map("".join)), max_size=4)
_BEFORE = st.sampled_from(
    ["", r"\b", r"\s", r"(?:^|\s)", r"(?:\s|^)", "^", r"[^\w]", "[=b]", r"(?:\b|b)", r"(?:[ab]|\b)", "(?: |=|^)"]
)
_TEXTS = st.text("ab =\n1", max_size=24)


@settings(max_examples=400)
@given(_BEFORE, st.text("ab= ", min_size=2, max_size=3), _RESTS.map("".join), st.lists(_TEXTS, min_size=1, max_size=6))
def test_both_engines_find_the_same_groups(before, fixed, rest, texts):
    text = before + re.escape(fixed) + rest
    pattern = compile_pattern(text)
    found = literal_first(parse_pattern(text, Flag(0)).tree)
    for payload in texts:
        expected = pattern.search(payload)
        finders = pattern.finders(groups_alone=True)
        assert groups(finders.in_plain(payload)) == groups(expected)
        assert finders.required in payload or expected is None
        if found is not None and found.is_whole:
            match = found.find(payload)
            assert (match and match.span()) == (expected and expected.span())
