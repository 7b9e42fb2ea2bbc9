"""The year of the week in a date pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.patterns:
        new = _better(text.text)
        if new != text.text:
            edits = (Edit(text.origin.locate(), text.text, new),)
            yield Problem(
                origin=text.origin,
                message="`Y` is the year of the week: 2024-12-30 becomes 2025-12-30",
                help=f"write `{new}`",
                edits=edits,
            )


def _better(pattern: str) -> str:
    """The pattern as it was meant; text in quotes stays."""
    parts = pattern.split("'")
    if any(letter in part for part in parts[::2] for letter in "we"):
        return pattern
    return "'".join(part.replace("Y", "y") if number % 2 == 0 else part for number, part in enumerate(parts))


RULE = LintRule(
    id="workflow/week-year",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A date pattern has the year of the date.",
    rationale=(
        "The week-based year is another one in the days around New Year. For some days each year, a workflow asks for "
        "events of the wrong year, and gets none."
    ),
    help="write `yyyy`",
    bad="""\
actions:
  - FormatDate: {pattern: "YYYY-MM-dd'T'HH:mm:ss", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    good="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    check=_check,
    fix=Fix.SAFE,
)
