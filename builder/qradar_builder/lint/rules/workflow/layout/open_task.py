"""A comment with a task that is not done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.comments import comments_of
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_TASK = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for placed, comment in comments_of(subject.workflow):
        match = _TASK.search(comment)
        if match is not None:
            yield Problem(origin=placed, message=f"a comment here says {match[0]}")


RULE = LintRule(
    id="workflow/open-task",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="No comment says that something is still to be done.",
    rationale="A workflow that is published is finished, or its description says what it cannot do.",
    help="do it, or write it into the description of the workflow",
    bad="""\
actions:
  # TODO: read all pages
  - Log: {type: INFO, message: "begins"}
""",
    good="""\
actions:
  # Only the first page is read: the service has no more.
  - Log: {type: INFO, message: "begins"}
""",
    check=_check,
)
