"""Blanks around a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.values import ValuesSubject
from qradar_builder.secrets.names import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import ParameterValue

_LINES = re.compile(r"\s{2}")
"""What shows that a value had several lines, as a query has: its spaces mean nothing."""


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    for value in subject.values.values:
        bare = value.value.strip()
        if bare and value.value != bare and not _LINES.search(value.value):
            yield Problem(
                origin=value.at("value"),
                message=f"the value of `{value.name}` has spaces around it",
                edits=() if is_secret_name(value.name) else (_edit(value),),
            )


def _edit(value: ParameterValue) -> Edit:
    return Edit(value.at("value").locate(), value.value, value.value.strip())


RULE = LintRule(
    id="values/outer-blanks",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=ValuesSubject,
    summary="A value should not have spaces around it.",
    rationale="The spaces are part of the value: a host with one is not found, and a key with one is refused.",
    help="remove the spaces",
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
  <Value name="tenant" value="acme "/>
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
  <Value name="tenant" value="acme"/>
  <Value name="key" value=""/>
</WorkflowParameterValues>
""",
    check=_check,
    fix=Fix.SAFE,
)
