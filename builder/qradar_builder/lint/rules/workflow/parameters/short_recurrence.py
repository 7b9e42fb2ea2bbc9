"""A recurrence that is very short or very long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SHORTEST = 10
_LONGEST = 24 * 60 * 60


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    text = subject.workflow.minimum_recurrence or ""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        seconds = int(text)
        if 0 < seconds < _SHORTEST or seconds > _LONGEST:
            yield Problem(
                origin=subject.workflow.at("minimumRecurrence"),
                message=f"the minimum recurrence is {seconds:,} seconds",
            )


RULE = LintRule(
    id="workflow/short-recurrence",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The minimum recurrence of a workflow is between 10 seconds and a day.",
    rationale=(
        "A log source may poll as often as the minimum says. Most services limit the calls per minute and "
        "refuse such a client. With more than a day, events come late, and services delete old ones before "
        "they are read."
    ),
    help="write the shortest time in seconds that the service bears, such as `60`",
    bad="""\
minimumRecurrence: "1"
actions:
  - Log: {type: INFO, message: "begins"}
""",
    good="""\
minimumRecurrence: "10"
actions:
  - Log: {type: INFO, message: "begins"}
""",
    check=_check,
)
