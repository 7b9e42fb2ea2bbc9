"""Verdicts on patterns, as the literature and the documentation of recheck and regexploit give them or their like."""

import json
from pathlib import Path

import pytest

from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.attack import find_attack
from qradar_builder.lint.regex.backtracking import BudgetError, Search
from qradar_builder.lint.regex.program import program_of

VERDICTS = json.loads(Path("tests/conformance/lint/regex_verdicts.json").read_text(encoding="utf-8"))
MOST_WRONG = 1


def verdict(pattern):
    attack = find_attack(pattern, Flag(0))
    return "safe" if attack is None else "exponential" if attack.is_exponential else "polynomial"


def test_the_verdicts_are_those_that_are_known():
    wrong = [(known, verdict(pattern), pattern) for known, pattern in VERDICTS if verdict(pattern) != known]
    assert len(VERDICTS) >= 60
    assert len(wrong) <= MOST_WRONG, wrong
    assert all("safe" not in row[:2] for row in wrong), "what is wrong is only how fast the time grows"


@pytest.mark.parametrize("pattern", [pattern for known, pattern in VERDICTS if known != "safe"])
def test_each_attack_attacks(pattern):
    attack = find_attack(pattern, Flag(0))
    parsed = parse_pattern(pattern, Flag(0))
    search = Search(program_of(parsed.tree, parsed.group_count), 300_000)

    def steps(length):
        text = [min(ord(character), 128) for character in attack.text(length)]
        search.find(text)
        return search.steps / len(text)

    if attack.is_exponential or attack.slow_from < 50:
        with pytest.raises(BudgetError):
            steps(attack.slow_from)
    else:
        # The work for each character grows with the length.
        try:
            assert steps(240) > 1.7 * steps(120)
        except BudgetError:
            assert attack.degree > 2


def test_the_length_from_which_a_search_is_slow_follows_from_the_growth():
    (length, steps) = find_attack(r"\s+$", Flag(0)).growth[-1]
    slow = find_attack(r"\s+$", Flag(0)).slow_from
    assert 0.9 < (slow / length) ** 2 * steps / 200_000_000 < 1.1


def test_flags_count():
    assert find_attack("^(?:a|A)+$", Flag(0)) is None
    assert find_attack("^(?:a|A)+$", Flag.CASE_INSENSITIVE).is_exponential


def test_a_bound_ends_the_growth():
    assert find_attack(r"no\b.{0,80}information", Flag(0)) is None
    assert find_attack(r"no\b.{0,80000}information", Flag(0)) is not None


@pytest.mark.parametrize(
    "pattern", ["(?:a{1,90}){1,90}b", "(" * 60 + "a" + ")*" * 60, "a{100000}", "(?:" + "a|" * 900 + "b)*c"]
)
def test_a_large_pattern_is_looked_at_within_bounds(pattern):
    find_attack(pattern, Flag(0))


@pytest.mark.parametrize(
    ("pattern", "is_as_slow"),
    [
        (r"^(a+)+$", False),
        (r"^(a|a)*$", False),
        (r"^(\w+\s?)+:", False),
        (r"^((a+)+)+$", True),
        (r"^(a+)+?$", True),
        (r"(a+)+(b)\2$", True),
    ],
)
def test_java_17_remembers_the_rounds_of_outer_greedy_loops(pattern, is_as_slow):
    attack = find_attack(pattern, Flag(0))
    assert attack.is_exponential
    assert attack.in_java_17 is is_as_slow
