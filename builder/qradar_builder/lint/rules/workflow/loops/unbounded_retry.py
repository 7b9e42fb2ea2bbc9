"""A failed call that is made again without a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.retries import retry
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    inside = {node for nodes in subject.graph.loops.values() for node in nodes}
    counting = frozenset(node for node in inside if _counts(subject, node))
    for call in subject.calls:
        found = retry(subject, call, counting)
        if found is not None:
            number, way = found
            yield Problem(
                origin=call.element.origin,
                message=f"the call is made again for as long as the service answers with status {number}",
                related=subject.graph.steps(way),
            )


def _counts(subject: WorkflowSubject, node: int) -> bool:
    """Whether it counts, or looks at the clock."""
    accesses = subject.at(node)
    written_to = [each.path for each in accesses if each.changes and each.element.name != "CallEndpoint"]
    is_counter = any(each.kind == "read" and each.path in written_to for each in accesses)
    return is_counter or id(subject.graph.elements[node]) in subject.asking_clock


RULE = LintRule(
    id="workflow/unbounded-retry",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A call that has failed is made again only so many times.",
    rationale=(
        "A service that answers with an error for hours keeps the run in the loop for hours. The log source shows no "
        "error, and the thread serves nothing else."
    ),
    help="count the tries, and end the run with Abort after some of them",
    bad="""\
actions:
  - Set: {path: /again, value: "true"}
  - While: /again = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - If: /r/status_code = 429
        then:
          - Sleep: {duration: "60000"}
      - Else:
        then:
          - Set: {path: /again, value: "false"}
""",
    good="""\
actions:
  - Set: {path: /again, value: "true"}
  - Set: {path: /tries, value: "0"}
  - While: /again = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - Set: {path: /tries, value: "${/tries + 1}"}
      - If: /r/status_code = 429 and /tries < 5
        then:
          - Sleep: {duration: "60000"}
      - Else:
        then:
          - Set: {path: /again, value: "false"}
""",
    check=_check,
)
