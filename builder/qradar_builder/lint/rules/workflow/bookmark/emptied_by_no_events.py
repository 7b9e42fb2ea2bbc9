"""A bookmark from a response that may hold no event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        for move, access in bookmark.moves:
            element = subject.graph.elements[move]
            if element is None or element.name != "Set":
                continue
            for call in bookmark.calls:
                read = [each.path for each in subject.at(move) if each.kind == "read"]
                from_body = [path for path in read if len(path) > len(call.body) and overlap(path, call.body)]
                way = _unguarded(subject, call, move, bookmark.path) if from_body and call.saved else None
                if way is not None:
                    yield Problem(
                        origin=access.origin,
                        message=f"the bookmark `{written(bookmark.path)}` becomes empty where the response has no "
                        f"`{written(from_body[0])}`",
                        related=subject.graph.steps(way),
                    )
                    break


def _unguarded(subject: WorkflowSubject, call: Call, move: int, bookmark: StatePath) -> list[int] | None:
    """A way from a call to a move of the bookmark, past no condition on what is in the response, nor over its items."""

    def looks(node: int) -> bool:
        element = subject.graph.elements[node]
        if node != move and any(each.kind == "write" and overlap(each.path, call.saved) for each in subject.at(node)):
            return True
        is_condition = element is not None and element.name in {"If", "ElseIf", "While", "DoWhile", "ForEach"}
        if not is_condition:
            return False
        read = [each.path for each in subject.at(node) if each.kind == "read"]
        made = subject.sources.reached_from(call.body)
        return any(
            path != call.status and overlap(path, place) for path in read for place in (call.body, bookmark, *made)
        )

    return subject.graph.way(call.node, lambda node: node == move, past=lambda node: not looks(node))


RULE = LintRule(
    id="workflow/emptied-by-no-events",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A bookmark is set from a response only where the response has the value.",
    rationale=(
        "A run without new events is normal. Then there is no last event, the bookmark becomes an empty text, and the "
        "next call asks from the beginning of time, or fails."
    ),
    help="set the bookmark in a condition such as `count(/r/body/events) > 0`",
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /from, value: "${max(/r/body/time)}"}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /from, value: "${max(/r/body/time)}"}
""",
    check=_check,
)
