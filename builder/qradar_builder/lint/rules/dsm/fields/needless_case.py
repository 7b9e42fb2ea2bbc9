"""A pattern without letters that ignores case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.tree import Literal, OneOf
from qradar_builder.lint.regex.shape import nodes_of, tree_of
from qradar_builder.lint.regex.symbols import mask_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    told: set[str] = set()
    for each in matchers_of(subject.definition):
        pattern = each.pattern
        tree = tree_of(pattern.text) if pattern.case_insensitive else None
        if tree is None or pattern.id in told:
            continue
        told.add(pattern.id)
        if not any(isinstance(node, Literal | OneOf) and _has_case(node) for node in nodes_of(tree)):
            yield Problem(origin=each.origin, message=f"the pattern of {each.field} ignores case, and has no letters")


def _has_case(node: Literal | OneOf) -> bool:
    """Whether a node matches a letter, and not its other case."""
    mask = mask_of(node)
    return any((mask >> code & 1) != (mask >> (code ^ 0x20) & 1) for code in range(ord("a"), ord("z") + 1)) or (
        isinstance(node, Literal) and node.code > 0x7F
    )


RULE = LintRule(
    id="dsm/needless-case",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A pattern ignores case only where it has letters.",
    rationale="The option makes each comparison slower, and changes nothing.",
    help="remove `case_insensitive`",
    bad="""\
parsing:
  EventName: {regex: '"(\\d+)"', case_insensitive: true}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\d+)', case_insensitive: true}
""",
    check=_check,
)
