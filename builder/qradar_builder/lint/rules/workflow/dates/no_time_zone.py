"""A date without a time zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_OFFSET: Final = re.compile(r"[XxZzOV]")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.patterns:
        plain = "".join(text.text.split("'")[::2])
        is_utc = text.text.rstrip().endswith("'Z'") or _OFFSET.search(plain) is not None
        if text.element.get("timeZone") is None and not is_utc:
            message = f"{text.element.name} has no `timeZone`, so the date is one of the console's own zone"
            yield Problem(origin=text.element.origin, message=message)


RULE = LintRule(
    id="workflow/no-time-zone",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A date that has no offset in it has a time zone.",
    rationale=(
        "The zone that QRadar takes otherwise is not documented, and consoles and collectors have different ones. The "
        "same workflow asks for other hours on another machine."
    ),
    help="add `timeZone: UTC`",
    bad="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss", savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    good="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    check=_check,
)
