"""A value that is set and that nothing ever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for access in subject.all_accesses:
        is_value = access.kind in {"write", "extend"} and access.element.name not in _MAY_BE_UNREAD
        if is_value and not subject.is_read(access.path):
            yield Problem(origin=access.origin, message=f"`{written(access.path)}` is set, and nothing reads it")


_MAY_BE_UNREAD = ("CallEndpoint", "ForEach")
"""A response that nobody reads is the subject of another rule, and a loop may only count."""


RULE = LintRule(
    id="workflow/never-read",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something reads each value that a workflow sets.",
    rationale=(
        "A value that nothing reads is a leftover, or the place where it is read is spelled otherwise. The "
        "State keeps it in every run."
    ),
    help=("remove the action, or read the value"),
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /count, value: "${count(/r/body)}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /count, value: "${count(/r/body)}"}
  - Log: {type: INFO, message: "${/count} events"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
