"""A failed call that is made again at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.retries import retry
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    sleeping = frozenset(
        node for node, element in enumerate(subject.graph.elements) if element is not None and element.name == "Sleep"
    )
    for call in subject.calls:
        found = retry(subject, call, sleeping | _other_tries(subject, call.node, sleeping))
        if found is not None:
            number, way = found
            yield Problem(
                origin=call.element.origin,
                message=f"a call that fails with status {number} is made again without a pause",
                related=subject.graph.steps(way),
            )


def _other_tries(subject: WorkflowSubject, call: int, sleeping: frozenset[int]) -> frozenset[int]:
    """The loops with a Sleep that are around other tries of the call, and are there for that."""
    loops = subject.graph.loops.items()
    return frozenset(node for node, inside in loops if call not in inside and not inside.isdisjoint(sleeping))


RULE = LintRule(
    id="workflow/retry-without-pause",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A workflow waits before it makes a failed call again.",
    rationale=(
        "A service that is overloaded, or that limits the rate, gets more calls instead of fewer. It may lock the key "
        "out."
    ),
    help="add a Sleep before the next try",
    bad="""\
actions:
  - Set: {path: /tries, value: "0"}
  - DoWhile: /r/status_code = 503 and /tries < 5
    do:
      - Set: {path: /tries, value: "${/tries + 1}"}
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
""",
    good="""\
actions:
  - Set: {path: /tries, value: "0"}
  - DoWhile: /r/status_code = 503 and /tries < 5
    do:
      - If: /tries > 0
        then:
          - Sleep: {duration: "10000"}
      - Sleep: {duration: "100"}
      - Set: {path: /tries, value: "${/tries + 1}"}
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
""",
    check=_check,
)
