"""An alternative that is never taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Alternation
from qradar_builder.lint.regex.shape import nodes_of, row_of, spelled
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    if tree is None:
        return
    row = row_of(tree)
    for node in nodes_of(tree):
        if isinstance(node, Alternation):
            dead = _dead(node, is_last=bool(row) and row[-1] is node)
            if dead is not None:
                yield Problem(
                    origin=subject.origin,
                    message=f"in the pattern of {subject.use}, an alternative is never taken: `{fitted(dead, 40)}`",
                )


def _dead(node: Alternation, *, is_last: bool) -> str | None:
    before: list[str] = []
    for branch in node.branches:
        text = spelled(branch)
        if text is None:
            continue
        if text in before or (is_last and any(text.startswith(each) for each in before)):
            return text
        before.append(text)
    return None


RULE = LintRule(
    id="regex/dead-alternative",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="Each alternative of a pattern can be taken.",
    rationale=(
        "Java tries alternatives from left to right. One that begins with a whole earlier one at the end of "
        "the pattern, or that is there twice, is never taken: `(?:log|login)` finds `log` in `login`."
    ),
    help="write the longer alternative first, or remove the one that is there twice",
    bad="""\
parsing:
  EventName: {regex: 'action=(log|login)'}
""",
    good="""\
parsing:
  EventName: {regex: 'action=(login|log)'}
""",
    check=_check,
)
