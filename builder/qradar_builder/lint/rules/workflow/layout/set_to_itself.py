"""A value that is set to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for element in subject.elements_named("Set"):
        path = element.get("path") or ""
        if path and element.get("value") == f"${{{path}}}" and not element.get("dataType"):
            yield Problem(origin=element.origin, message=f"`{fitted(path, 60)}` is set to its own value")


RULE = LintRule(
    id="workflow/set-to-itself",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A Set changes something.",
    rationale="Setting a path to its own value does nothing. Often another path was meant.",
    help="correct one of the paths, or remove the action",
    bad="""\
actions:
  - Set: {path: /last, value: "${/last}"}
""",
    good="""\
actions:
  - Set: {path: /last, value: "${/newest}"}
""",
    check=_check,
)
