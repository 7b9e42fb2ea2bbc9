"""An Abort whose reason says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_WORD = re.compile(r"[A-Za-z]{2,}")
_VAGUE = frozenset(
    (
        "error", "failed", "failure", "abort", "aborted", "an", "the", "unknown", "something", "went", "wrong",
        "occurred", "exception", "bad", "problem", "run", "workflow", "request", "call",
    )
)  # fmt: skip


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for element in subject.elements_named("Abort"):
        reason = element.get("reason") or ""
        if "${" not in reason:
            words = {word.casefold() for word in _WORD.findall(reason)}
            if words <= _VAGUE:
                yield Problem(
                    origin=element.at("reason"), message=f"the reason `{fitted(reason, 60)}` does not say what failed"
                )


RULE = LintRule(
    id="workflow/vague-reason",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The reason of an Abort says what failed.",
    rationale="The reason is the status of the log source, and most administrators see nothing else.",
    help=(
        "say what failed and what the service answered, such as `Sign-in failed: ${/r/status_code} "
        "${/r/status_message}`"
    ),
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "Error"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "The service answered ${/r/status_code}"}
""",
    check=_check,
)
