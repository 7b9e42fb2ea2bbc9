"""A bookmark that moves on although the call for its events has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.dataflow.graph import END
from qradar_builder.lint.dataflow.sources import ValueSource
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.bookmarks import Bookmark
    from qradar_builder.lint.dataflow.calls import Call

_FAILURE = 500


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        told: set[int] = set()
        for call in bookmark.calls:
            for node, access in bookmark.moves:
                way = None if node in told or not subject.is_live(access) else _way(subject, bookmark, call, node)
                if way is not None:
                    told.add(node)
                    yield Problem(
                        origin=access.origin,
                        message=f"the bookmark `{written(bookmark.path)}` moves on where the call for its events has "
                        f"failed with status {_FAILURE}: they are never requested again",
                        related=subject.graph.steps(way),
                    )


def _way(subject: WorkflowSubject, bookmark: Bookmark, call: Call, move: int) -> list[int] | None:
    """A way from a failed call past a move of the bookmark to the end, without a further call or an event."""
    graph = subject.graph
    response = ValueSource("response", "/".join(call.saved))
    made_of = {
        source
        for access in subject.at(move)
        if access.path != bookmark.path
        for source in subject.sources.of(access.path)
    }
    if response in made_of:
        return None
    along = by_status(subject, call, _FAILURE)
    others = {each.node for each in subject.calls} | set(call.posts)
    to_move = graph.way(call.node, lambda node: node == move, past=lambda node: node not in others, along=along)
    if to_move is None or not _is_known(subject, to_move, call):
        return None
    to_end = graph.way(move, lambda node: node == END, past=lambda node: node not in others, along=along)
    return None if to_end is None else [*to_move, *to_end[1:]]


def _is_known(subject: WorkflowSubject, way: list[int], call: Call) -> bool:
    """Whether the workflow looks at the status at all; that it does not is the subject of another rule."""
    return any(access.path == call.status for node in way if node in subject.conditions for access in subject.at(node))


RULE = LintRule(
    id="workflow/moves-past-failure",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A bookmark moves only past events that a call has returned.",
    rationale=(
        "A workflow that continues after a failed call, and then moves its bookmark, never requests the events "
        "of that time again: they are lost."
    ),
    help="move the bookmark only where the call has succeeded, or end the run with Abort where it has not",
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - Set: {path: /to, value: "${time()}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&to=${/to}", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
  - Else:
    then:
      - Log: {type: ERROR, message: "status ${/r/status_code}"}
  - Set: {path: /from, value: "${/to}"}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - Set: {path: /to, value: "${time()}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&to=${/to}", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
      - Set: {path: /from, value: "${/to}"}
  - Else:
    then:
      - Log: {type: ERROR, message: "status ${/r/status_code}"}
""",
    check=_check,
)
