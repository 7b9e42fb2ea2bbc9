"""A pattern that ends with any text that nobody captures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import At, Repeat, Sequence
from qradar_builder.lint.regex.shape import is_run_of_any
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.javalang.regex.tree import Node


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    if not isinstance(tree, Sequence) or not subject.is_payload:
        return
    items = [each for each in tree.items if not isinstance(each, At)]
    if len(items) > 1 and is_run_of_any(items[-1]) and _may_be_empty(items[-1]):
        yield Problem(origin=subject.origin, message=f"the pattern of {subject.use} ends with any text")


def _may_be_empty(node: Node) -> bool:
    return isinstance(node, Repeat) and node.low == 0


RULE = LintRule(
    id="regex/trailing-any",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A pattern ends where its last group or text ends.",
    rationale=(
        "Any text at the end fits always, so it decides nothing. It only makes each search read the payload to its end."
    ),
    help="remove the end",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\w+).*'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\w+)'}
""",
    check=_check,
)
