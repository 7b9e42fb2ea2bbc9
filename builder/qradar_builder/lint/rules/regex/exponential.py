"""A regular expression whose search time doubles with each repetition of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.regex.report import LONGEST_PAYLOAD, slow_message
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    attack = subject.attack()
    if attack is not None and attack.is_exponential and attack.slow_from <= LONGEST_PAYLOAD:
        yield Problem(origin=subject.origin, message=slow_message(subject.pattern, attack))


RULE = LintRule(
    id="regex/exponential",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="The time of a search does not multiply with each repetition of a word.",
    rationale=(
        "One event that fits badly stops the parsing of all others. After a few searches of more than 2 seconds, "
        "QRadar's RegexMonitor switches the expression off (notification 38750097), and its field stays empty. QRadar "
        "7.5 runs Java 8. Java 9 and later remember some of the ways that failed, so the message names Java 17 too."
    ),
    help=(
        "write the pattern so that a text can match in one way only: no repetition in another one that takes the same "
        "characters, no two alternatives with the same start; or make the inner repetition possessive: `(?:[^,]++,)*`"
    ),
    bad=r"""
parsing:
  EventName: {regex: '(?:\w+\s?)+: (\w+)'}
""",
    good=r"""
parsing:
  EventName: {regex: '\w++(?:\s\w++)*+: (\w+)'}
""",
    check=_check,
)
