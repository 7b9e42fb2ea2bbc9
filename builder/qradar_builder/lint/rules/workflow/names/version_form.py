"""A version of a workflow that is no number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_FORM = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}", re.ASCII)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    version = subject.workflow.version
    if not _FORM.fullmatch(version):
        yield Problem(origin=subject.workflow.at("version"), message=f"the version is `{fitted(version, 40)}`")


RULE = LintRule(
    id="workflow/version-form",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The version of a workflow is numbers with dots.",
    rationale=(
        "People compare the version in the log source with the one in the repository. IBM asks for a number "
        "whose first part is 0 while a workflow is in development."
    ),
    help="write a version such as `1.0` or `1.0.0`",
    bad="""\
version: first draft
actions:
  - Log: {type: INFO, message: "begins"}
""",
    good="""\
version: "0.1"
actions:
  - Log: {type: INFO, message: "begins"}
""",
    check=_check,
)
