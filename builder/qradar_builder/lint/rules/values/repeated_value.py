"""A parameter that gets two values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.values import ValuesSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Origin


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    first: dict[str, Origin] = {}
    for value in subject.values.values:
        other = first.setdefault(value.name, value.origin)
        if other is not value.origin:
            yield Problem(
                origin=value.origin, message=f"`{value.name}` gets two values", related=[(other, "the first value")]
            )


RULE = LintRule(
    id="values/repeated-value",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ValuesSubject,
    summary="Each parameter gets one value.",
    rationale="Which of the two QRadar takes is not documented.",
    help="remove one of them",
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
  <Value name="host" value="a.example.com"/>
  <Value name="key" value=""/>
  <Value name="host" value="b.example.com"/>
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
  <Value name="host" value="a.example.com"/>
  <Value name="key" value=""/>
</WorkflowParameterValues>
""",
    check=_check,
)
