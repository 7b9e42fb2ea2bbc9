"""How long a text a pattern can search without watching the time."""

from __future__ import annotations

import time

import pytest

from qradar_builder.javalang.regex.pattern import compile_pattern

SETTLED = [
    r"user=(\S+)\s+from\s+(\S+)",
    r"(?:^|\s)src=(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})",
    r"^<\d+>\w{3}\s+\d+ \S+ (\S+)",
    r'"name":\s*"([^"\\]*(?:\\.[^"\\]*)*)"',
    r"(?i)User\s*Name:\s*(\w+)",
    r"a++b",
    r"(.*)",
    r"(?:alpha|beta)=([^;]*);",
]
POLYNOMIAL = [r".*foo", r"\w+\w+x", r"(?:\w+\.)+com", r"a.*b.*c", r"(\S+)$", r"\d+\b"]
ENDLESS = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"(x+x+)+y",
    r"(?:a?){50}a{50}",
    r"(?:a*)*b",
    r"(\w+\s?)+:",
    r"^(([a-z])+.)+[A-Z]",
    r"(?:ab|a.)*c",
]


@pytest.mark.parametrize("pattern", SETTLED)
def test_a_pattern_with_one_way_to_match_searches_a_common_payload_unwatched(pattern):
    assert compile_pattern(pattern).safe_length >= 5000


@pytest.mark.parametrize("pattern", POLYNOMIAL)
def test_each_open_repetition_shortens_the_text(pattern):
    assert 50 <= compile_pattern(pattern).safe_length < 5000


@pytest.mark.parametrize("pattern", ENDLESS)
def test_ways_that_may_double_with_each_character_are_always_watched(pattern):
    assert compile_pattern(pattern).safe_length == 0


def test_without_a_repetition_any_payload_is_short_enough():
    assert compile_pattern(r"code=(\d)").safe_length >= 1_000_000


def test_a_possessive_repetition_settles_what_a_greedy_one_leaves_open():
    assert compile_pattern(r"\w++\b").safe_length > compile_pattern(r"\w+\b").safe_length


def test_letters_in_either_case_may_begin_what_follows():
    assert compile_pattern(r"(?i)[a-z]+X").safe_length < compile_pattern(r"[a-z]+X").safe_length


@pytest.mark.parametrize("pattern", [*SETTLED, *POLYNOMIAL])
@pytest.mark.parametrize("filling", ["a", "0", " ", "x=", "user=a from ", "a.b.", '"name":"\\\\', "<0>aaa 0 a "])
def test_a_search_of_the_greatest_safe_length_ends(pattern, filling):
    compiled = compile_pattern(pattern)
    length = min(compiled.safe_length, 20_000)
    text = (filling * (length // len(filling) + 1))[:length]
    begin = time.process_time()
    compiled.search(text)
    # Far more than it takes, and far less than a search that does not end.
    assert time.process_time() - begin < 20
