"""An Initialize whose value no run reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.graph import ENTRY
from qradar_builder.lint.dataflow.state_path import ANY, covers, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node, element in enumerate(graph.elements):
        if element is None or element.name != "Initialize":
            continue
        access = next((each for each in subject.at(node) if each.kind == "write"), None)
        if access is None or any(step.endswith(ANY) for step in access.path):
            continue
        path = access.path
        reading = subject.reading(path)
        sets = frozenset(_setting(subject, path)) - {node}
        if not graph.reached(node, sets).isdisjoint(reading) or graph.reached(ENTRY).isdisjoint(reading):
            continue
        way = graph.way(node, sets.__contains__)
        if way is not None:
            yield Problem(
                origin=access.origin,
                message=f"each run sets `{written(path)}` again before it reads it, so Initialize changes nothing",
                related=graph.steps(way),
            )


def _setting(subject: WorkflowSubject, path: StatePath) -> Iterator[int]:
    """The nodes that set a place or one above it."""
    for node, access in subject.nodes_touching(path):
        if access.kind == "write" and covers(access.path, path):
            yield node


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
