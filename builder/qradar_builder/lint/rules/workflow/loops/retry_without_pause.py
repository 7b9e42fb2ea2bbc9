"""A failed call that is made again at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.retries import retry
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        found = retry(subject, call, partial(_sleeps, subject, call.node))
        if found is not None:
            number, way = found
            yield Problem(
                origin=call.element.origin,
                message=f"a call that fails with status {number} is made again without a pause",
                related=subject.graph.steps(way),
            )


def _sleeps(subject: WorkflowSubject, call: int, node: int) -> bool:
    """Whether it waits: a Sleep, or a loop with one around other tries of the call, which is there for that."""
    elements = subject.graph.elements
    inside = subject.graph.loops.get(node, frozenset({node}))
    return call not in inside and any(
        element is not None and element.name == "Sleep" for element in (elements[each] for each in inside)
    )


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
