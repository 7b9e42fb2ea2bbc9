"""Two parameters with one label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Parameter


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    first: dict[str, Parameter] = {}
    for parameter in subject.workflow.parameters:
        other = first.setdefault(parameter.label.strip().casefold(), parameter)
        if other.name != parameter.name:
            yield Problem(
                origin=parameter.at("label"),
                message=f"`{parameter.name}` has the same label as `{other.name}`",
                related=[(other.at("label"), "the same label")],
            )


RULE = LintRule(
    id="workflow/same-label",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Parameters have different labels.",
    rationale=(
        "The console shows labels, not names. With two equal ones, an administrator cannot tell which field is which."
    ),
    help="give each parameter its own label",
    bad="""\
parameters:
  - {name: clientId, label: Client}
  - {name: clientName, label: client}
actions:
  - Log: {type: INFO, message: "${/clientId} ${/clientName}"}
""",
    good="""\
parameters:
  - {name: clientId, label: Client ID}
  - {name: clientName, label: Client name}
actions:
  - Log: {type: INFO, message: "${/clientId} ${/clientName}"}
""",
    check=_check,
)
