"""A response that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        if call.saved and not subject.is_read(call.saved):
            message = f"nothing reads the response in `{written(call.saved)}`, not even its status"
            yield Problem(origin=call.element.origin, message=message)


RULE = LintRule(
    id="workflow/unread-response",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something reads each response, its status at least.",
    rationale="A call whose answer nobody looks at fails without a trace.",
    help="look at its `status_code`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/seen", method: POST, savePath: /r}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/seen", method: POST, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
""",
    check=_check,
)
