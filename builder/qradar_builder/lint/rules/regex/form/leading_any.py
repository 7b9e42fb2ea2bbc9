"""A pattern that begins with any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import At, Group, Sequence
from qradar_builder.lint.regex.shape import is_run_of_any, row_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    row = [] if tree is None else row_of(tree)
    first = next((each for each in row if not isinstance(each, At)), None)
    captured = isinstance(tree, Group) or (
        isinstance(tree, Sequence) and tree.items and isinstance(tree.items[0], Group)
    )
    if first is not None and is_run_of_any(first) and len(row) > 1 and not captured and subject.is_payload:
        yield Problem(origin=subject.origin, message=f"the pattern of {subject.use} begins with any text")


RULE = LintRule(
    id="regex/leading-any",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A pattern does not begin with `.*` or `.+`.",
    rationale=(
        "A search looks at every place of the payload anyway. With `.*` in front it reads the whole payload "
        "again from each place, and takes the last occurrence instead of the first."
    ),
    help="remove the beginning; where the last occurrence is meant, write what is before it",
    bad="""\
parsing:
  EventName: {regex: '.*id=(\\w+)'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\w+)'}
""",
    check=_check,
)
