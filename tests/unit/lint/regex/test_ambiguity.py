import pytest

from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.ambiguity import pumps
from qradar_builder.lint.regex.positions import TooLargeError, automaton_of
from qradar_builder.lint.regex.symbols import text_of


def found(pattern):
    return [
        (text_of(list(pump.prefix)), text_of(list(pump.word)), pump.is_exponential)
        for pump in pumps(automaton_of(parse_pattern(pattern, Flag(0)).tree))
    ]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^a*$", []),
        ("^(?:ab)*c", []),
        ("^x(?:a|ba)*", []),
        ("^a*b*", []),
        ("^a*a*b", [("a", "a", False)]),
        ("a*b", [("", "a", False)]),
        ("^(?:a|a)*b", [("a", "aa", True), ("a", "aa", True)][:1]),
        ("^x(?:a*)*b", [("xa", "aaa", True)]),
    ],
)
def test_the_words_that_multiply_the_ways(pattern, words):
    assert found(pattern)[:1] == words


@pytest.mark.parametrize("pattern", [r"\Ga", "^a", r"\Aa", "(?:^a|^b)", "(^a)"])
def test_a_match_that_begins_at_the_start_of_the_text_alone(pattern):
    assert automaton_of(parse_pattern(pattern, Flag(0)).tree).is_anchored


@pytest.mark.parametrize("pattern", ["a", "(?m)^a", "(?:^a|b)", "b^a"])
def test_a_match_that_may_begin_elsewhere(pattern):
    assert not automaton_of(parse_pattern(pattern, Flag(0)).tree).is_anchored


def test_a_pattern_with_too_many_states_is_refused():
    with pytest.raises(TooLargeError):
        automaton_of(parse_pattern("a" * 700, Flag(0)).tree)
