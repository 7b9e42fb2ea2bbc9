"""A log message for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import covers
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for loop, inside in graph.loops.items():
        element = graph.elements[loop]
        if element is None or element.name != "ForEach" or not any(_posts(subject, loop, node) for node in inside):
            continue
        conditional = {
            id(part)
            for node in inside
            if (branch := graph.elements[node]) is not None and branch.name in {"If", "ElseIf", "Else"}
            for part in branch.walk()
        }
        for node in sorted(inside):
            log = graph.elements[node]
            if log is not None and log.name == "Log" and log.get("type") != "DEBUG" and id(log) not in conditional:
                message = f"each event writes a message of level {log.get('type')} to the log of QRadar"
                yield Problem(
                    origin=log.origin, message=message, related=[(element.origin, "for each item of this loop")]
                )


def _posts(subject: WorkflowSubject, loop: int, node: int) -> bool:
    """Whether a node posts the item of a loop."""
    element = subject.graph.elements[node]
    items = [each.path for each in subject.at(loop) if each.kind == "write"]
    read = [each.path for each in subject.at(node) if each.kind == "read" and each.text.name == "path"]
    is_post = element is not None and element.name == "PostEvent"
    return is_post and any(item and covers(item, path) for item in items for path in read)


RULE = LintRule(
    id="workflow/log-per-event",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow does not log each event.",
    rationale=(
        "All log sources of a collector share one log file. A message for each event fills it within hours, and what "
        "others have logged is gone."
    ),
    help="log once behind the loop, with the number of events; or use level DEBUG",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - ForEach: {item: /event, items: /r/body}
    do:
      - PostEvent: {path: /event, source: api.example.com}
      - Log: {type: INFO, message: "posted ${/event/id}"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - ForEach: {item: /event, items: /r/body}
    do:
      - PostEvent: {path: /event, source: api.example.com}
  - Log: {type: INFO, message: "posted ${count(/r/body)} events"}
""",
    check=_check,
)
