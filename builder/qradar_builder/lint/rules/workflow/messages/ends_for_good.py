"""An Abort that stops the log source for a failure that passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


_PASSING: Final = (429, 500, 503)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    ends = {node for node, element in enumerate(subject.graph.elements) if element is not None and _ends(element)}
    if not ends:
        return
    told: set[int] = set()
    for call in subject.calls:
        for number in _PASSING:
            along = by_status(subject, call, number)
            way = subject.graph.way(call.node, ends.__contains__, along=along)
            looked = way is not None and any(subject.outcome(node, call.status, number) is not None for node in way)
            element = None if way is None else subject.graph.elements[way[-1]]
            if way is not None and element is not None and looked and way[-1] not in told:
                told.add(way[-1])
                yield Problem(
                    origin=element.origin,
                    message=f"status {number} stops the log source until somebody edits it",
                    related=subject.graph.steps(way),
                )
                break


def _ends(element: Element) -> bool:
    return element.name == "Abort" and (element.get("terminate") or "").lower() == "true"


RULE = LintRule(
    id="workflow/ends-for-good",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="An Abort with `terminate` is kept for what only a person can repair.",
    rationale=(
        'After `terminate="true"` QRadar makes no further run until the log source is edited or the service is '
        "restarted. A rate limit or an outage of some minutes ends the collection for good."
    ),
    help="leave `terminate` out; keep it for status 401 and 403",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}", terminate: "true"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code = 401
    then:
      - Abort: {reason: "wrong key", terminate: "true"}
  - ElseIf: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
