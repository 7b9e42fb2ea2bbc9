"""A whole response in a log message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Path
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.dataflow.state_path import path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.calls import Call as WorkflowCall
    from qradar_builder.model.workflow.document import Element


_SHOWS: Final = ("Log", "SetStatus", "Abort")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts:
        if text.element.name not in _SHOWS or text.element.get("type") == "DEBUG":
            continue
        for tree in text.trees:
            place = path_of(tree.node) if isinstance(tree.node, Path) else None
            call = next((each for each in subject.calls if each.saved and place in {each.saved, each.body}), None)
            if call is not None and place is not None and not _is_failure(subject, text.element, call):
                message = f"the whole response in `{written(place)}` is part of a message"
                yield Problem(origin=text.stretch(tree.start, tree.end), message=message)


def _is_failure(subject: WorkflowSubject, element: Element, call: WorkflowCall) -> bool:
    """Whether no run comes to it with a good response, so that the body is the text of an error."""
    node = subject.graph.nodes.get(id(element))
    if node is None:
        return True
    along = by_status(subject, call, 200)
    return subject.graph.way(call.node, lambda each: each == node, along=along) is None


RULE = LintRule(
    id="workflow/body-in-log",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No message has a whole response in it.",
    rationale=(
        "A response is as long as all its events, and may hold tokens and personal data. The log of QRadar is not "
        "made for that, and many people read it."
    ),
    help="log the status and the number of events; use level DEBUG for more",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - Log: {type: INFO, message: "answer: ${/r/body}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - Log: {type: INFO, message: "${count(/r/body)} events"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
