"""A pause that blocks the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_LONGEST = 15 * 60 * 1000


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for element in subject.elements_named("Sleep"):
        text = element.get("duration") or ""
        if text.isascii() and text.isdecimal() and len(text) < 16 and int(text) > _LONGEST:
            yield Problem(origin=element.at("duration"), message=f"the run waits {int(text) // 60000:,} minutes")


RULE = LintRule(
    id="workflow/long-pause",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A pause takes less than 15 minutes.",
    rationale=(
        "A run that waits keeps its thread, and the log source cannot be stopped or edited meanwhile. The "
        "recurrence of the log source is the place for long waits."
    ),
    help="end the run, and let the next run continue",
    bad="""\
actions:
  - Sleep: {duration: "3600000"}
""",
    good="""\
actions:
  - Sleep: {duration: "900000"}
""",
    check=_check,
)
