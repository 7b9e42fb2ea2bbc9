"""A response that is posted with its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.shapes import Shape
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    saved = {call.saved: call for call in subject.calls if call.saved}
    for access in subject.reads_in("PostEvent"):
        is_post = access.text.name == "path"
        if is_post and access.path in saved and subject.shapes.of(access.path) == {Shape.OBJECT}:
            message = f"the whole response in `{written(access.path)}` is posted, with its status and headers"
            related = [(saved[access.path].element.origin, "the response is saved here")]
            yield Problem(origin=access.origin, message=message, related=related)


RULE = LintRule(
    id="workflow/whole-response",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="An event is what a service has sent, without the response around it.",
    rationale=(
        "Headers change from call to call and may hold session cookies. The payload gets long, and no expression "
        "finds the event where its documentation says."
    ),
    help="post `body`, or what is in it",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvent: {path: /r, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvent: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
