"""A label that is no label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_TECHNICAL = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+")
_LONGEST = 80


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        why = _fault(parameter.label)
        if why:
            yield Problem(origin=parameter.at("label"), message=f"the label `{fitted(parameter.label, 60)}` {why}")


def _fault(label: str) -> str:
    if _TECHNICAL.fullmatch(label):
        return "is a technical name"
    if label != label.strip():
        return "has spaces around it"
    if label.endswith((":", ".")):
        return "ends with a punctuation mark"
    return f"has more than {_LONGEST} characters" if len(label) > _LONGEST else ""


RULE = LintRule(
    id="workflow/label-form",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The label of a parameter is a few words for a person.",
    rationale=(
        "The label is the only text next to the field on the console. A technical name, or a label with a "
        "colon or spaces at its end, looks like a mistake there."
    ),
    help="write a short label such as `Client ID`; put more into the description",
    bad="""\
parameters:
  - {name: client, label: client_id}
actions:
  - Log: {type: INFO, message: "${/client}"}
""",
    good="""\
parameters:
  - {name: client, label: Client ID}
actions:
  - Log: {type: INFO, message: "${/client}"}
""",
    check=_check,
)
