"""Actions in a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.comments import comments_of
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_ACTION = re.compile(
    r"<(?:[A-Za-z]+:)?(?:" + "|".join(ACTIONS) + r")\b[^>]*/?>|^\s*-\s+(?:" + "|".join(ACTIONS) + r"):\s",
    re.MULTILINE,
)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for placed, comment in comments_of(subject.workflow):
        match = _ACTION.search(comment)
        if match is not None:
            yield Problem(origin=placed, message=f"a comment here has the action `{fitted(match[0].strip(), 60)}`")


RULE = LintRule(
    id="workflow/commented-out",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="Comments explain, and hold no actions.",
    rationale=(
        "An action in a comment looks as if it ran. A reader of the workflow cannot tell whether it was "
        "removed on purpose."
    ),
    help="remove it; the history of the repository keeps it",
    bad="""\
actions:
  # - Sleep: {duration: "1000"}
  - Log: {type: INFO, message: "begins"}
""",
    good="""\
actions:
  # A pause is not needed here.
  - Log: {type: INFO, message: "begins"}
""",
    check=_check,
)
