"""The day of the year in a date pattern."""

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
                message="`D` is the day of the year: from 10 April on it has three digits, and no day of a month",
                help=f"write `{new}`",
                edits=edits,
            )


def _better(pattern: str) -> str:
    """The pattern as it was meant; text in quotes stays."""
    parts = pattern.split("'")
    if not any("M" in part or "L" in part for part in parts[::2]):
        return pattern
    return "'".join(part.replace("D", "d") if number % 2 == 0 else part for number, part in enumerate(parts))


RULE = LintRule(
    id="workflow/day-of-year",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A date pattern with a month has the day of the month.",
    rationale="The day of the year goes to 366. From February on, the date is a wrong one, or none at all.",
    help="write `dd`",
    bad="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-DD'T'HH:mm:ss", timeZone: UTC, savePath: /now}
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
