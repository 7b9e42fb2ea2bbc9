"""An error that is logged as information."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_ERROR = re.compile(
    r"\s*(?:[\w &.-]{0,40}:\s*)?(?:error|failed|failure|fatal|could not|cannot|unable to)\b", re.IGNORECASE
)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for element in subject.elements_named("Log"):
        message = element.get("message") or ""
        if element.get("type") in {"INFO", "DEBUG"} and _ERROR.match(message):
            yield Problem(
                origin=element.at("type"), message=f"`{fitted(message, 60)}` is logged as {element.get('type')}"
            )


RULE = LintRule(
    id="workflow/wrong-level",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="A message about an error has the level ERROR or WARN.",
    rationale="Administrators filter the log by its level, and do not find the message.",
    help="write the level ERROR or WARN",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Log: {type: INFO, message: "Failed to get events: ${/r/status_code}"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Log: {type: ERROR, message: "Failed to get events: ${/r/status_code}"}
""",
    check=_check,
)
