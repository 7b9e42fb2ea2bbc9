"""A value that the next action replaces."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.accesses import is_block
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    rows = [subject.workflow.actions, *(each.children for each in subject.elements if is_block(each))]
    for row in rows:
        for first, second in pairwise(row):
            path = first.get("path") or ""
            if first.name == second.name == "Set" and path and path == second.get("path") and "${" not in path:
                reads = [each for each in subject.accesses_of(second) if each.kind == "read"]
                if not reads:
                    yield Problem(
                        origin=first.origin,
                        message=f"the next action sets `{fitted(path, 60)}` again",
                        related=[(second.origin, "here")],
                    )


RULE = LintRule(
    id="workflow/replaced-at-once",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A value that is set is used before it is replaced.",
    rationale="The first of two Set actions has no effect. Often one of them was meant for another path.",
    help="remove the first Set, or correct the path of one",
    bad="""\
actions:
  - Set: {path: /page, value: "1"}
  - Set: {path: /page, value: "100"}
  - Log: {type: INFO, message: "${/page}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "1"}
  - Set: {path: /pageSize, value: "100"}
  - Log: {type: INFO, message: "${/page} ${/pageSize}"}
""",
    check=_check,
)
