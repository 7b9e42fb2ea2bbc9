"""A Boolean value that is spelled otherwise than the workflow compares it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.values import ValuesSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_OTHER = re.compile(r"True|TRUE|False|FALSE")


def _check(subject: ValuesSubject) -> Iterator[Problem]:
    if subject.workflow is None:
        return
    conditions = " ".join(each.get("condition") or "" for each in subject.workflow.walk())
    for value in subject.values.values:
        text = value.value.strip()
        if _OTHER.fullmatch(text) and re.search(_compared(value.name, text.lower()), conditions):
            yield Problem(
                origin=value.at("value"),
                message=f"`{value.name}` is `{text}`, and the workflow compares `{text.lower()}`",
            )


def _compared(name: str, text: str) -> str:
    """A comparison of a parameter with one of the two words."""
    other = "false" if text == "true" else "true"
    return rf"/{re.escape(name)}(?:\}}')?\s*!?=\s*'?(?:{text}|{other})\b"


RULE = LintRule(
    id="values/truth-spelling",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=ValuesSubject,
    summary="A Boolean value is spelled as the workflow compares it.",
    rationale="Conditions compare text exactly: `True` is not `true`, so the workflow takes the other branch.",
    help="write `true` or `false` in lowercase",
    bad="""\
schema: V2
parameters:
  - {name: debug, label: Debug}
actions:
  - If: /debug = 'true'
    then:
      - Log: {type: INFO, message: "debug"}
# file: values.xml
<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2">
  <Value name="debug" value="True"/>
</WorkflowParameterValues>
""",
    good="""\
schema: V2
parameters:
  - {name: debug, label: Debug}
actions:
  - If: /debug = 'true'
    then:
      - Log: {type: INFO, message: "debug"}
# file: values.xml
<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2">
  <Value name="debug" value="true"/>
</WorkflowParameterValues>
""",
    check=_check,
)
