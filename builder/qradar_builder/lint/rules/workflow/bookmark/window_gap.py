"""A bookmark from a clock that is read behind the call whose events it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.clock import readings_of
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.bookmarks import Bookmark


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        for move, access in bookmark.moves:
            way = _way(subject, bookmark, move)
            if way is not None:
                yield Problem(
                    origin=access.origin,
                    message=f"the bookmark `{written(bookmark.path)}` is a time that the clock shows after the call: "
                    "events between the call and this time are never requested",
                    related=subject.graph.steps(way),
                )


def _way(subject: WorkflowSubject, bookmark: Bookmark, move: int) -> list[int] | None:
    """A way from a call over the reading of the clock to the move, past no other call for events."""
    graph = subject.graph
    calls = {each.node for each in bookmark.calls}
    for reading in readings_of(subject, move, bookmark.path):
        for call in bookmark.calls:
            if reading.has_margin or not any(graph.leads(post, move) for post in call.posts):
                continue
            way = graph.way_by(
                call.node, reading.way[:-1], lambda node: node == move, past=lambda node: node not in calls
            )
            if way is not None:
                return way
    return None


RULE = LintRule(
    id="workflow/window-gap",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The next window begins where this one ended: the clock is read once, before the call.",
    rationale=(
        "The service answers with the events up to the call, or up to the end that the call names. A bookmark from a "
        "clock that is read later leaves a gap: what happens in between is in no window, and is lost."
    ),
    help="read the clock once before the call, save it, and use it both for the end of the window and for the bookmark",
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&to=${time()}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /from, value: "${time()}"}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - Set: {path: /to, value: "${time()}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&to=${/to}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /from, value: "${/to}"}
""",
    check=_check,
)
