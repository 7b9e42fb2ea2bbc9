"""A look-behind that never holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Anchor, At, Look
from qradar_builder.javalang.regex.width import width
from qradar_builder.lint.regex.shape import nodes_of, row_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    for node in () if tree is None else nodes_of(tree):
        if isinstance(node, Look) and not node.ahead and not node.negative and _never_holds(node):
            yield Problem(
                origin=subject.origin, message=f"in the pattern of {subject.use}, a look-behind never matches"
            )


def _never_holds(node: Look) -> bool:
    least = width(node.body)[0]
    too_short = node.reach is not None and node.reach.high is not None and node.reach.high < least
    row = row_of(node.body)
    ends = any(isinstance(each, At) and each.anchor is Anchor.INPUT_START and place for place, each in enumerate(row))
    return too_short or (ends and width(row[0])[0] > 0)


RULE = LintRule(
    id="regex/dead-look-behind",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A look-behind can hold.",
    rationale=(
        "Java works out how far a look-behind reaches. Where what is in it needs more than that, the pattern "
        "never matches, and Java says nothing."
    ),
    help="write what comes before as a part of the pattern, outside the group",
    bad="""\
parsing:
  EventName: {regex: '(?<=id^)(\\w+)'}
""",
    good="""\
parsing:
  EventName: {regex: '(?<=id)(\\w+)'}
""",
    check=_check,
)
