"""A Z in quotes behind a time that is not UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_UTC: Final = frozenset({"UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "UCT", "Zulu", "+00:00", "UTC+0", "GMT+0"})


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.patterns:
        zone = text.element.get("timeZone")
        if not text.text.rstrip().endswith("'Z'") or (zone is not None and ("$" in zone or zone.strip() in _UTC)):
            continue
        if zone is None:
            message = "`'Z'` says that the time is UTC, and without `timeZone` it is a time of the console"
        else:
            message = f"`'Z'` says that the time is UTC, and it is a time of {zone}"
        yield Problem(origin=text.origin, message=message)


RULE = LintRule(
    id="workflow/quoted-zone",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A date that ends with `Z` is a date in UTC.",
    rationale=(
        "`'Z'` in quotes is a letter, and converts nothing. The date is wrong by the offset of the zone: a workflow "
        "asks for events of the future, or reads times that are hours off."
    ),
    help="write `timeZone: UTC`, or `XXX` without quotes for the offset",
    bad="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss'Z'", timeZone: Europe/Berlin, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    good="""\
actions:
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss'Z'", timeZone: UTC, savePath: /now}
  - Log: {type: INFO, message: "${/now}"}
""",
    check=_check,
)
