"""Hours to 12 without AM or PM."""

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
                message="`h` goes to 12 only, and the pattern has no AM or PM: 13:00 becomes 01:00",
                help=f"write `{new}`",
                edits=edits,
            )


def _better(pattern: str) -> str:
    """The pattern as it was meant; text in quotes stays."""
    parts = pattern.split("'")
    if any("a" in part or "B" in part for part in parts[::2]):
        return pattern
    better = [
        part.replace("h", "H").replace("K", "H") if number % 2 == 0 else part for number, part in enumerate(parts)
    ]
    return "'".join(better)


RULE = LintRule(
    id="workflow/half-day-hours",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A date pattern has hours to 24, or AM and PM.",
    rationale="Each afternoon, a workflow asks for the events of the night before, again and again.",
    help="write `HH`",
    bad="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'hh:mm:ss", timeZone: UTC, savePath: /now}
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
