"""A default that is a credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.secrets.values import is_credential, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        default = parameter.default or ""
        if parameter.secret or is_placeholder(default) or not is_credential(parameter.name, default):
            continue
        if looks_secret(default):
            yield Problem(origin=parameter.at("default"), message=f"the default of `{parameter.name}` is a credential")


RULE = LintRule(
    id="workflow/credential-default",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The default of a parameter is no credential.",
    rationale="Everybody who gets the workflow gets the default. A credential that was published must be replaced.",
    help="remove the default, mark the parameter as secret, and replace the credential at the service",
    bad="""\
parameters:
  - {name: apiKey, label: API key, default: k7Qe93xLp0aZ41mTb}
actions:
  - Log: {type: INFO, message: "${empty(/apiKey)}"}
""",
    good="""\
parameters:
  - {name: apiKey, label: API key, secret: true}
actions:
  - Log: {type: INFO, message: "${empty(/apiKey)}"}
""",
    check=_check,
)
