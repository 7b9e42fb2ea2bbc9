"""A failed call that nothing tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.dataflow.graph import END
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_FAILED: Final = 500
_SAYS: Final = ("Abort", "Log", "SetStatus")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        if not call.posts:
            continue
        looked = [node for node in subject.conditions if subject.outcome(node, call.status, _FAILED) is not None]
        if not looked:
            continue
        along = by_status(subject, call, _FAILED)
        others = {each.node for each in subject.calls}
        way = subject.graph.way(
            call.node,
            lambda node: node == END,
            past=lambda node, others=others: node not in others and not _says(subject, node),  # type: ignore[misc]
            along=along,
        )
        if way is not None and set(way) & set(looked):
            yield Problem(
                origin=call.element.origin,
                message=f"a call that fails with status {_FAILED} ends the run as if all were well, without a message",
                related=subject.graph.steps(way),
            )


def _says(subject: WorkflowSubject, node: int) -> bool:
    element = subject.graph.elements[node]
    return element is not None and element.name in _SAYS and element.get("type") != "DEBUG"


RULE = LintRule(
    id="workflow/silent-failure",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow says that a call has failed.",
    rationale=("A run that ends well shows a green log source. Where the calls of weeks have failed, nobody knows it."),
    help="use Abort or SetStatus where the call has failed",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - ClearStatus
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
  - Else:
    then:
      - SetStatus: {type: ERROR, message: "status ${/r/status_code}"}
""",
    check=_check,
)
