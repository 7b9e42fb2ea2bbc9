"""A secret parameter without a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        if parameter.secret and not (parameter.description or "").strip():
            yield Problem(origin=parameter.origin, message=f"the secret `{parameter.name}` has no description")


RULE = LintRule(
    id="workflow/no-description",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The description of a credential says where to find it.",
    rationale=(
        "Nobody knows where a service issues a key but who wrote the workflow. Most questions of users are about this."
    ),
    help=("write into the description where an administrator finds or creates the value, and which rights it needs"),
    bad="""\
parameters:
  - {name: key, label: API key, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      BearerAuthentication: {token: "${/key}"}}
""",
    good="""\
parameters:
  - name: key
    label: API key
    description: A key with the right to read audits, from Settings > API keys
    required: true
    secret: true
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      BearerAuthentication: {token: "${/key}"}}
""",
    check=_check,
)
