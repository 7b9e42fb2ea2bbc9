"""A parameter that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        if not subject.is_read((parameter.name,)):
            message = f"nothing reads the parameter `{parameter.name}`"
            yield Problem(origin=parameter.at("name"), message=message)


RULE = LintRule(
    id="workflow/unused-parameter",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something reads each parameter of a workflow.",
    rationale=("An administrator enters a value that has no effect."),
    help=("remove the parameter, or use it as `${/name}`"),
    bad="""\
parameters:
  - {name: host, label: Host, required: true}
  - {name: site, label: Site}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
  - {name: site, label: Site}
actions:
  - CallEndpoint: {url: "https://${/host}/events?site=${/site}", method: GET, savePath: /r}
""",
    check=_check,
)
