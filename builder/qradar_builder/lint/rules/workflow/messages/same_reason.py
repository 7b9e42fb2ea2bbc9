"""Two Aborts with the same fixed reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    first: dict[str, Element] = {}
    for element in subject.elements_named("Abort"):
        reason = element.get("reason") or ""
        if reason and "${" not in reason:
            other = first.setdefault(reason, element)
            if other is not element and other.origin.locate() != element.origin.locate():
                yield Problem(
                    origin=element.at("reason"),
                    message=f"the reason `{fitted(reason, 60)}` is that of another Abort too",
                    related=[(other.at("reason"), "the other Abort")],
                )


RULE = LintRule(
    id="workflow/same-reason",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Each Abort should have its own reason.",
    rationale="A reader of the status of the log source cannot tell where the run ended.",
    help="say in each reason which call failed, and with which status",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/a", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "The service refused the call"}
  - CallEndpoint: {url: "https://api.example.com/b", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "The service refused the call"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/a", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "The service refused the sign-in"}
  - CallEndpoint: {url: "https://api.example.com/b", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "The service refused the call for events"}
""",
    check=_check,
)
