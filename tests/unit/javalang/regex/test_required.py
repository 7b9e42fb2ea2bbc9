"""What each match of a pattern has in it."""

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.pattern import compile_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.javalang.regex.required import required_text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        (r"(\S+)\s+logged (?:in|out)", "logged "),
        (r"a(b)c|abc", ""),
        ("ab(?:cd)ef", "abcdef"),
        (r"ab\bcd", "abcd"),
        ("ab(?=c)cd", "abcd"),
        ("ab(?!x)cd", "abcd"),
        ("abx?cde", "cde"),
        ("a(?:bcd)+e", "bcd"),
        ("a(?:bcd)*ef", "ef"),
        ("(?>abc)d", "abcd"),
        ("(?i)abc", ""),
        ("(?i)abc1", "1"),
        (r"\d+ denied", " denied"),
        ("x{3}yz", "yz"),
    ],
)
def test_the_longest_text_that_is_in_every_match(pattern, text):
    assert required_text(parse_pattern(pattern, Flag(0)).tree) == text


_ATOMS = st.sampled_from(["a", "b", "=", "[ab]", r"\d", "(a|b)", "(?:ab)", "(b=)", r"\b", "(?=a)", "(?i:a)", "."])
_COUNTS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0}", "++"])


@settings(max_examples=300)
@given(st.lists(st.builds("".join, st.tuples(_ATOMS, _COUNTS)), max_size=6).map("".join), st.text("abA=1", max_size=16))
def test_a_text_without_it_has_no_match(text, payload):
    pattern = compile_pattern(text)
    if pattern.search(payload) is not None:
        assert pattern.finders(groups_alone=True).required in payload
        assert required_text(parse_pattern(text, Flag(0)).tree) in payload
