"""An anchor where it can never hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Anchor, At
from qradar_builder.javalang.regex.width import width
from qradar_builder.lint.regex.shape import row_of, symbols_of
from qradar_builder.lint.regex.symbols import OTHER
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.javalang.regex.tree import Node


_STARTS = (Anchor.INPUT_START,)
_ENDS = (Anchor.INPUT_END, Anchor.FINAL_END, Anchor.UNIX_FINAL_END)


def _check(subject: RegexSubject) -> Iterator[Problem]:
    tree = subject.tree
    row = [] if tree is None else row_of(tree)
    for place, node in enumerate(row):
        if not isinstance(node, At):
            continue
        starts = node.anchor in _STARTS and any(width(each)[0] > 0 for each in row[:place])
        ends = node.anchor in _ENDS and any(width(each)[0] > 0 and not _is_line_end(each) for each in row[place + 1 :])
        if starts or ends:
            sign = "^" if starts else "$"
            yield Problem(
                origin=subject.origin,
                message=f"the pattern of {subject.use} can never match: `{sign}` is in its middle",
            )


def _is_line_end(node: Node) -> bool:
    """Whether a node may match the line end before which `$` holds."""
    return bool(symbols_of(node) & (1 << ord("\n") | 1 << ord("\r") | 1 << OTHER))


RULE = LintRule(
    id="regex/lost-anchor",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="`^` is at the beginning of a pattern, and `$` at its end.",
    rationale=(
        "A payload has one beginning and one end. A pattern that needs text before its beginning, or behind "
        "its end, never matches."
    ),
    help="remove the anchor, or escape it if the character itself is meant",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\w+)$ end'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\w+)\\$ end'}
""",
    check=_check,
)
