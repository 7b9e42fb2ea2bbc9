"""A capture group with nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Group
from qradar_builder.javalang.regex.width import width
from qradar_builder.lint.regex.shape import nodes_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    for node in () if tree is None else nodes_of(tree):
        if isinstance(node, Group) and node.number is not None and width(node.body) == (0, 0):
            yield Problem(
                origin=subject.origin, message=f"group {node.number} of the pattern of {subject.use} captures nothing"
            )


RULE = LintRule(
    id="regex/empty-group",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A capture group has something to capture.",
    rationale="An empty group captures nothing, so the field or property stays empty.",
    help="write what is to be captured, or escape the parentheses if they are part of the text",
    bad="""\
parsing:
  EventName: {regex: 'call()=(\\w+)'}
""",
    good="""\
parsing:
  EventName: {regex: 'call\\(\\)=(\\w+)'}
""",
    check=_check,
)
