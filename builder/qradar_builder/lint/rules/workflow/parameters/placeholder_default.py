"""A default that is a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        if parameter.default is not None and is_placeholder(parameter.default):
            yield Problem(
                origin=parameter.at("default"),
                message=f"the default of `{parameter.name}` is the placeholder `{fitted(parameter.default, 40)}`",
            )


RULE = LintRule(
    id="workflow/placeholder-default",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The default of a parameter is a value that works.",
    rationale=(
        "A log source whose administrator leaves the field alone then calls the service with the placeholder. "
        "Without the default, the console asks for the value."
    ),
    help="remove the default and make the parameter required; write what to enter into the description",
    bad="""\
parameters:
  - {name: tenant, label: Tenant, default: "<your tenant>"}
actions:
  - Log: {type: INFO, message: "${/tenant}"}
""",
    good="""\
parameters:
  - {name: tenant, label: Tenant, required: true}
actions:
  - Log: {type: INFO, message: "${/tenant}"}
""",
    check=_check,
)
