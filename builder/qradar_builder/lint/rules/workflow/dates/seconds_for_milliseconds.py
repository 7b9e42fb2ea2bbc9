"""Seconds where a date is made of milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Arithmetic, Path, levels
from qradar_builder.lint.dataflow.conditions import number_of
from qradar_builder.lint.dataflow.sources import asks_clock
from qradar_builder.lint.dataflow.state_path import path_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.state_path import StatePath


_THOUSAND: Final = 1000


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("FormatDate"):
        if text.name != "time" or len(text.trees) != 1:
            continue
        node = text.trees[0].node
        if not text.text.startswith("${") or text.trees[0].end != len(text.text) - 1:
            continue
        if _is_seconds(node) or (isinstance(node, Path) and _is_set_to_seconds(subject, path_of(node))):
            yield Problem(origin=text.origin, message="FormatDate takes milliseconds, and this is a time in seconds")


def _is_seconds(node: Node) -> bool:
    """Whether it is the clock divided by 1000, with anything added or taken off."""
    while isinstance(node, Arithmetic) and node.operator in {"+", "-"}:
        node = node.left
    is_divided = isinstance(node, Arithmetic) and node.operator == "/" and number_of(node.right) == _THOUSAND
    return is_divided and asks_clock(each for level in levels(node) for each in level)


def _is_set_to_seconds(subject: WorkflowSubject, path: StatePath) -> bool:
    writes = [each for each in subject.touching(path) if each.kind == "write"]
    trees = [
        [tree.node for text in subject.texts_of(each.element) for tree in text.trees if text.name == "value"]
        for each in writes
    ]
    return bool(trees) and all(len(group) == 1 and _is_seconds(group[0]) for group in trees)


RULE = LintRule(
    id="workflow/seconds-for-milliseconds",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="FormatDate gets milliseconds.",
    rationale=(
        "A time in seconds is a date of January 1970. The service sends all that it has ever kept, or refuses the date."
    ),
    help="multiply by 1000, or leave the time as `time()` gives it",
    bad="""\
actions:
  - Set: {path: /from, value: "${time() / 1000}"}
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss", time: "${/from}", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    good="""\
actions:
  - Set: {path: /from, value: "${time()}"}
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss", time: "${/from}", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    check=_check,
)
