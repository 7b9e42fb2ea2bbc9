"""An error that a good run does not take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    elements = [each for each in subject.graph.elements if each is not None]
    clears = any(
        each.name == "ClearStatus" or (each.name == "SetStatus" and each.get("type") == "INFO") for each in elements
    )
    shown = [
        each for each in elements if each.name == "Abort" or (each.name == "SetStatus" and each.get("type") != "INFO")
    ]
    if shown and not clears:
        message = f"{shown[0].name} sets the status of the log source, and nothing in the workflow clears it"
        yield Problem(origin=shown[0].origin, message=message)


RULE = LintRule(
    id="workflow/stale-status",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow that sets a status clears it, too.",
    rationale=(
        "The status of a log source stays until something clears or changes it. One failed run leaves an error on a "
        "log source that has worked again for weeks, and the administrator stops to look."
    ),
    help="begin the actions with ClearStatus",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - ClearStatus
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
