"""A place that the first run reads before it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.graph import ENTRY
from qradar_builder.lint.dataflow.state_path import is_same, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    behind: dict[StatePath, int] = {}
    told = {path for path in {access.path for access in subject.all_accesses} if not _may_be_missing(subject, path)}
    for node in range(len(graph.elements)):
        for access in subject.at(node):
            path = access.path
            if access.kind != "read" or path in told or _is_left_out(access):
                continue
            if path not in behind:
                behind[path] = graph.behind(each for each, other in subject.nodes_touching(path) if other.kind in _SETS)
            # Nothing can have set the place before in the same run.
            way = None if behind[path] >> node & 1 else graph.way_to(ENTRY, node)
            if way is not None:
                told.add(path)
                message = f"the first run reads `{written(path)}` before it is set"
                yield Problem(origin=access.origin, message=message, related=graph.steps(way))


def _asks(access: Access) -> bool:
    """Whether it is part of a condition, which may ask whether the place exists."""
    return access.kind == "read" and access.text.name == "condition"


def _is_left_out(access: Access) -> bool:
    """Whether it is in a part of a request that is left out where it is empty, as it is in the first run."""
    return access.element.get("omitIfEmpty") == "true"


def _may_be_missing(subject: WorkflowSubject, path: StatePath) -> bool:
    """Whether something sets a place that is no parameter, and no condition asks for it."""
    if not path or any(is_same(path[0], parameter.name) for parameter in subject.workflow.parameters):
        return False
    accesses = subject.touching(path)
    return any(access.kind in _SETS for access in accesses) and not any(map(_asks, accesses))


_SETS = ("write", "extend")


RULE = LintRule(
    id="workflow/set-later",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A run sets a place before it reads it, or has looked whether it exists.",
    rationale=(
        "The State is empty in the first run, so the place is null there: a template has no text for it, and "
        "a comparison is false. Later runs find what the run before left."
    ),
    help=("set the place first, with `Initialize` where a later run must keep it, or ask whether it exists"),
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events?after=${/last}", method: GET, savePath: /r}
  - Set: {path: /last, value: "${/r/body/last}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
""",
    good="""\
actions:
  - Initialize: {path: /last, value: "0"}
  - CallEndpoint: {url: "https://api.example.com/events?after=${/last}", method: GET, savePath: /r}
  - Set: {path: /last, value: "${/r/body/last}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
""",
    check=_check,
)
