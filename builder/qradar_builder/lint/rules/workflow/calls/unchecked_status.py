"""A response that is used without a look at its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Kind
    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node, element in enumerate(graph.elements):
        if element is None or element.name != "CallEndpoint":
            continue
        for access in subject.accesses_of(element):
            if access.kind != "write":
                continue
            way = _way_to_use(subject, node, access.path)
            if way is not None:
                yield Problem(
                    origin=element.origin,
                    message=f"the response in `{written(access.path)}` is used before its status is checked",
                    related=graph.steps(way),
                )


def _way_to_use(subject: WorkflowSubject, call: int, saved: StatePath) -> list[int] | None:
    """A way from a call to an action that uses its body, past nothing that reads its status or saves another one."""
    status, body = (*saved, "status_code"), (*saved, "body")

    def has(node: int, path: StatePath, *kinds: Kind) -> bool:
        element = subject.graph.elements[node]
        return element is not None and any(
            access.kind in kinds and len(access.path) >= len(path) and overlap(access.path, path)
            for access in subject.accesses_of(element)
        )

    def looks(node: int) -> bool:
        return has(node, status, "read") or has(node, saved, "write")

    def uses(node: int) -> bool:
        element = subject.graph.elements[node]
        is_action = element is not None and element.name not in _CONDITIONS
        return is_action and not looks(node) and has(node, body, "read") and not only_saves(node)

    def only_saves(node: int) -> bool:
        """Whether it only puts a part of the body aside, and the status is looked at before that is used."""
        element = subject.graph.elements[node]
        is_save = element is not None and element.name in _SAVES
        return is_save and subject.graph.way(node, does, past=lambda node: not looks(node)) is None

    def does(node: int) -> bool:
        element = subject.graph.elements[node]
        return element is None or element.name not in {*_CONDITIONS, *_SAVES}

    return subject.graph.way(call, uses, past=lambda node: not looks(node))


_CONDITIONS = ("If", "ElseIf", "While", "DoWhile", "Log", "Abort", "SetStatus")
"""What looks into a body to see whether it is good, or shows it."""
_SAVES = ("Set", "Initialize", "Copy")
"""What puts a value aside; an Abort gives up what the run has put aside."""


RULE = LintRule(
    id="workflow/unchecked-status",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow looks at the status of a response before it uses its body.",
    rationale=(
        "An answer with status 401, 429 or 500 does not end the run. Its body has no events, so the run continues "
        "on as if there were none, and a bookmark may move past events that were never read."
    ),
    help=("compare `status_code` of the response behind the call, and end the run with Abort where it is no success"),
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
