"""A pattern whose last group takes as little as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Mode, Repeat
from qradar_builder.lint.regex.shape import row_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    row = [] if tree is None else row_of(tree)
    last = row[-1] if len(row) > 1 else None
    if isinstance(last, Repeat) and last.mode is Mode.LAZY and last.high != last.low:
        yield Problem(
            origin=subject.origin,
            message=f"the pattern of {subject.use} ends with a lazy quantifier, which takes the least",
        )


RULE = LintRule(
    id="regex/lazy-end",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A lazy quantifier has something behind it.",
    rationale=(
        "At the end of a pattern nothing makes it take more than the least: `(.*?)` captures nothing, and "
        "`(.+?)` one character."
    ),
    help="write what ends the value behind the group, or use a class such as `[^ ]+`",
    bad="""\
parsing:
  EventName: {regex: 'id=(.+?)'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(.+?);'}
""",
    check=_check,
)
