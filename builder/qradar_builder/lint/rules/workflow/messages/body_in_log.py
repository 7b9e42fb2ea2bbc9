"""A whole response in a log message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Path
from qradar_builder.lint.dataflow.calls import comes_to
from qradar_builder.lint.dataflow.state_path import path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.lint.dataflow.state_path import StatePath


_SHOWS: Final = ("Log", "SetStatus", "Abort")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    good: dict[int, frozenset[int]] = {}
    whole: dict[StatePath, Call] = {}
    for call in subject.calls:
        for place in (call.saved, call.body) if call.saved else ():
            whole.setdefault(place, call)
    for text in subject.texts_in(*_SHOWS):
        if text.element.get("type") == "DEBUG":
            continue
        for tree in text.trees:
            place = path_of(tree.node) if isinstance(tree.node, Path) else ()
            if place not in whole:
                continue
            call = whole[place]
            if call.node not in good:
                good[call.node] = comes_to(subject, call, 200)
            # Where no run with a good response comes to it, the body is the text of an error.
            if subject.graph.nodes.get(id(text.element)) in good[call.node]:
                message = f"the whole response in `{written(place)}` is part of a message"
                yield Problem(origin=text.stretch(tree.start, tree.end), message=message)


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
