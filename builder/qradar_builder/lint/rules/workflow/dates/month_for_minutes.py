"""A month among the hours, or minutes among the days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_MONTH: Final = re.compile(r"(?<=[Hh]:)MM(?!M)|(?<=[Hh])MM(?=:?ss)")
_MINUTE: Final = re.compile(r"(?<=yy[-/.])mm(?=[-/.]dd)|(?<=dd[-/.])mm(?=[-/.]yy)")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.patterns:
        new = _better(text.text)
        if new != text.text:
            edits = (Edit(text.origin.locate(), text.text, new),)
            yield Problem(
                origin=text.origin,
                message="`M` is the month, and `m` the minute: one of them is in the place of the other",
                help=f"write `{new}`",
                edits=edits,
            )


def _better(pattern: str) -> str:
    """The pattern as it was meant; text in quotes stays."""
    parts = pattern.split("'")
    better = [
        _MONTH.sub("mm", _MINUTE.sub("MM", part)) if number % 2 == 0 else part for number, part in enumerate(parts)
    ]
    return "'".join(better)


RULE = LintRule(
    id="workflow/month-for-minutes",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A date pattern has minutes behind the hours, and months next to the days.",
    rationale="A date with the month instead of the minutes is a valid date, and a wrong one.",
    help="write `MM` for the month and `mm` for the minute",
    bad="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:MM:ss", timeZone: UTC, savePath: /now}
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
