"""An action that no way leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for element in subject.graph.unreached:
        yield Problem(origin=element.origin, message=f"no run comes to this {element.name}, nor to what follows it")


RULE = LintRule(
    id="workflow/unreachable",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A way leads to each action.",
    rationale=("What follows an Abort never runs. Often an Abort was meant to be in a condition."),
    help=("remove the actions, or put what ends the run before them into a condition"),
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Abort: {reason: "no events"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "no events"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
