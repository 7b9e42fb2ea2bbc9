"""Branches that do the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.accesses import is_block
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    rows = [subject.workflow.actions, *(each.children for each in subject.elements if is_block(each))]
    for row in rows:
        for first, second in pairwise(row):
            is_pair = first.name in {"If", "ElseIf"} and second.name in {"ElseIf", "Else"}
            if is_pair and first.children and first.children == second.children:
                yield Problem(
                    origin=second.origin,
                    message=f"this {second.name} does the same as the {first.name} before it",
                    related=[(first.origin, "the other branch")],
                )


RULE = LintRule(
    id="workflow/same-branches",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The branches of a condition do different things.",
    rationale="Either the condition is not needed, or one branch was copied and not changed.",
    help="remove the condition, or correct one of the branches",
    bad="""\
actions:
  - If: /r/status_code = 200
    then:
      - Log: {type: INFO, message: "done"}
  - Else:
    then:
      - Log: {type: INFO, message: "done"}
""",
    good="""\
actions:
  - If: /r/status_code = 200
    then:
      - Log: {type: INFO, message: "done"}
  - Else:
    then:
      - Log: {type: ERROR, message: "refused"}
""",
    check=_check,
)
