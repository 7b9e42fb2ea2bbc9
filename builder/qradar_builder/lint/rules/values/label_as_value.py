"""A value that is the label of its parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.values import ValuesSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    workflow = subject.workflow
    labels = {} if workflow is None else {each.name: each.label for each in workflow.parameters}
    for value in subject.values.values:
        text = value.value.strip().casefold()
        if text and text in {value.name.casefold(), labels.get(value.name, "").strip().casefold()}:
            yield Problem(origin=value.at("value"), message=f"the value of `{value.name}` is its own name or label")


RULE = LintRule(
    id="values/label-as-value",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ValuesSubject,
    summary="The value of a parameter is not its own name or label.",
    rationale="Such a value was left from a template. The workflow takes it for the real one.",
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
  <Value name="host" value="Host"/>
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
