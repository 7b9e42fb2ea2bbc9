"""An Initialize whose value no run reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.accesses import Kind
from qradar_builder.lint.dataflow.graph import ENTRY
from qradar_builder.lint.dataflow.state_path import ANY, covers, overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node, element in enumerate(graph.elements):
        if element is None or element.name != "Initialize":
            continue
        access = next((each for each in subject.at(node) if each.kind is Kind.WRITE), None)
        if access is None or any(step.endswith(ANY) for step in access.path):
            continue
        path = access.path
        sets = [other for other, _ in enumerate(graph.elements) if other != node and _sets(subject, other, path)]
        use = graph.way(node, _reads(subject, path), past=lambda each, sets=sets: each not in sets)  # type: ignore[misc]
        way = graph.way(node, lambda each, sets=sets: each in sets)  # type: ignore[misc]
        is_read = graph.way(ENTRY, _reads(subject, path)) is not None
        if sets and use is None and way is not None and is_read:
            yield Problem(
                origin=access.origin,
                message=f"each run sets `{written(path)}` again before it reads it, so Initialize changes nothing",
                related=graph.steps(way),
            )


def _sets(subject: WorkflowSubject, node: int, path: StatePath) -> bool:
    return any(each.kind is Kind.WRITE and covers(each.path, path) for each in subject.at(node))


def _reads(subject: WorkflowSubject, path: StatePath) -> Callable[[int], bool]:
    return lambda node: any(each.kind is Kind.READ and overlap(each.path, path) for each in subject.at(node))


RULE = LintRule(
    id="workflow/initialize-in-vain",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something reads what Initialize sets.",
    rationale="Who reads the workflow believes that the value is kept from run to run, and it is not.",
    help="remove the Initialize, or the Set behind it where the value was meant to be kept",
    bad="""\
actions:
  - Initialize: {path: /page, value: "1"}
  - Set: {path: /page, value: "2"}
  - Log: {type: INFO, message: "page ${/page}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "2"}
  - Log: {type: INFO, message: "page ${/page}"}
""",
    check=_check,
)
