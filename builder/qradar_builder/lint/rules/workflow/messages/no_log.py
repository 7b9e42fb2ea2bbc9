"""A workflow that writes no message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SAYS = ("Log", "Abort", "SetStatus")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    if subject.endpoints and not subject.elements_named(*_SAYS):
        yield Problem(origin=subject.endpoints[0].origin, message="the workflow calls a service, and writes no message")


RULE = LintRule(
    id="workflow/no-log",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow that calls a service writes messages.",
    rationale=(
        "The log is all that an administrator has when events are missing. IBM asks for a message where a "
        "query begins, where it ends with the number of events, and for each error."
    ),
    help="add Log actions before and after the calls",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
""",
    good="""\
actions:
  - Log: {type: INFO, message: "asking for events"}
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
""",
    check=_check,
)
