"""A run that sleeps for minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_MOST: Final = 300_000


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts:
        if text.element.name == "Sleep" and text.name == "duration" and text.text.strip().isdecimal():
            milliseconds = int(text.text[:18])
            if milliseconds > _MOST:
                yield Problem(origin=text.origin, message=f"the run sleeps for {milliseconds // 60_000} minutes")


RULE = LintRule(
    id="workflow/long-sleep",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A run does not sleep for more than five minutes at once.",
    rationale=(
        "A run that sleeps keeps a thread of the collector busy, and its State is kept only when it ends. A restart in "
        "between throws away what it has done."
    ),
    help="end the run, and let the next one continue; `minimumRecurrence` says how far runs are apart",
    bad="""\
actions:
  - Sleep: {duration: "900000"}
""",
    good="""\
actions:
  - Sleep: {duration: "60000"}
""",
    check=_check,
)
