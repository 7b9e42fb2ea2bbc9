"""A group that Java may fill from an attempt that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    try:
        pattern = compile_pattern(subject.pattern, case_insensitive=subject.case_insensitive)
    except JavaRegexError:
        return
    if 1 in pattern.uncertain_groups:
        yield Problem(
            origin=subject.origin,
            message=f"in the pattern of {subject.use}, Java may fill group 1 from a failed attempt",
        )


RULE = LintRule(
    id="regex/uncertain-capture",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A capture is part of what matches.",
    rationale=(
        "Java keeps what a group captured in a look-around, an atomic group, or some repetitions, even if "
        "that attempt fails later. The value is then text that has nothing to do with the match."
    ),
    help="capture outside the look-around or the repetition",
    bad="""\
parsing:
  EventName: {regex: '(?=id=(\\w+))?;'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\w+);'}
""",
    check=_check,
)
