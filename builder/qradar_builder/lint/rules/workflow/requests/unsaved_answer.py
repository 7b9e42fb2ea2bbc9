"""A GET whose answer nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        if call.get("method") == "GET" and not call.get("savePath"):
            yield Problem(origin=call.origin, message="this GET saves its answer nowhere")


RULE = LintRule(
    id="workflow/unsaved-answer",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A GET saves its answer.",
    rationale="Without `savePath` the answer is thrown away, so the call does nothing but use up the rate limit.",
    help="add `savePath`, or remove the call",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
""",
    check=_check,
)
