"""A secret that is written into parameter values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.values import ValuesSubject
from qradar_builder.secrets.values import is_common, is_credential, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    workflow = subject.workflow
    marked = set() if workflow is None else {each.name for each in workflow.parameters if each.secret}
    for value in subject.values.values:
        text = value.value.strip()
        if not text or is_placeholder(text) or is_common(text):
            continue
        if value.name in marked or (is_credential(value.name, text) and looks_secret(text)):
            yield Problem(origin=value.at("value"), message=f"the secret `{value.name}` is written out")


RULE = LintRule(
    id="values/clear-secret",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=ValuesSubject,
    summary="A file of parameter values has no secret in it.",
    rationale=("Such files are templates in repositories and mails. Everybody who can read the file has the secret."),
    help="remove the value, enter it on the console, and replace the secret at the service",
    bad="""\
schema: V2
parameters:
  - {name: host, label: Host, required: true}
  - {name: tenant, label: Tenant}
  - {name: key, label: API key, secret: true}
actions:
  - CallEndpoint:
      url: https://${/host}/events
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/key}"}
      QueryParameter: {tenant: "${/tenant}"}
# file: values.xml
<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2">
  <Value name="host" value="api.example.com"/>
  <Value name="key" value="k7Qe93xLp0aZ41mTb"/>
</WorkflowParameterValues>
""",
    good="""\
schema: V2
parameters:
  - {name: host, label: Host, required: true}
  - {name: tenant, label: Tenant}
  - {name: key, label: API key, secret: true}
actions:
  - CallEndpoint:
      url: https://${/host}/events
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/key}"}
      QueryParameter: {tenant: "${/tenant}"}
# file: values.xml
<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2">
  <Value name="host" value="api.example.com"/>
  <Value name="key" value=""/>
</WorkflowParameterValues>
""",
    check=_check,
)
