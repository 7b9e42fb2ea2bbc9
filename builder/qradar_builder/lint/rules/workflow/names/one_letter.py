"""A parameter whose name is one letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        if len(parameter.name) == 1:
            yield Problem(origin=parameter.at("name"), message=f"the name `{parameter.name}` says nothing of the value")


RULE = LintRule(
    id="workflow/one-letter",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The name of a parameter says what its value is.",
    rationale=(
        "The name is what the next author reads in every path. IBM asks for names that tell how a value is used."
    ),
    help="write what the value is, such as `startTime`",
    bad="""\
parameters:
  - {name: h, label: Host}
actions:
  - Log: {type: INFO, message: "${/h}"}
""",
    good="""\
parameters:
  - {name: host, label: Host}
actions:
  - Log: {type: INFO, message: "${/host}"}
""",
    check=_check,
)
