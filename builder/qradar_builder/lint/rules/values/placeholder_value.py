"""A value that is a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.values import ValuesSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    for value in subject.values.values:
        if is_placeholder(value.value):
            yield Problem(
                origin=value.at("value"),
                message=f"the value of `{value.name}` is the placeholder `{fitted(value.value, 40)}`",
            )


RULE = LintRule(
    id="values/placeholder-value",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ValuesSubject,
    summary="Each parameter should have its own value.",
    rationale="The workflow uses the placeholder as the value, and calls the service with it.",
    help="write the value, or leave it empty in a template",
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
  <Value name="host" value="YOUR_HOST"/>
  <Value name="key" value=""/>
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
