"""A bookmark that moves before the events are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.graph import END, FAILED
from qradar_builder.lint.dataflow.sources import ValueSource
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.calls import Call


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for bookmark in subject.bookmarks:
        for move, access in bookmark.moves:
            for call in bookmark.calls:
                way = _way(subject, call, move)
                if way is not None:
                    is_end = way[-1] == END
                    yield Problem(
                        origin=access.origin,
                        message=f"the bookmark `{written(bookmark.path)}` moves before the events are posted, and "
                        + ("a run may end without posting them" if is_end else "the run may be aborted in between"),
                        related=graph.steps(way),
                    )
                    break


def _way(subject: WorkflowSubject, call: Call, move: int) -> list[int] | None:
    """A way from a call past the move to the end of the run, past no post of its events."""
    graph = subject.graph
    response = ValueSource("response", "/".join(call.saved))
    read = {source for each in subject.at(move) if each.kind == "read" for source in subject.sources.of(each.path)}
    if response not in read:
        return None
    # A loop over events posts all of them, and none where there is none.
    posting = {loop for loop, inside in graph.loops.items() if inside & set(call.posts) and call.node not in inside}
    stops = {*call.posts, *posting, *(each.node for each in subject.calls if each.saved == call.saved)}
    made = subject.sources.reached_from(call.body)

    def looks(node: int) -> bool:
        """Whether it is a condition on what the response holds: without events there is nothing to post."""
        return node in subject.conditions and any(
            overlap(each.path, place) for each in subject.at(node) for place in made
        )

    to_move = graph.way(call.node, lambda node: node == move, past=lambda node: node not in stops)
    if to_move is None or not any(graph.leads(move, post) for post in call.posts):
        return None
    to_end = graph.way(
        move, lambda node: node in {END, FAILED}, past=lambda node: node not in stops and not looks(node)
    )
    return None if to_end is None else [*to_move, *to_end[1:]]


RULE = LintRule(
    id="workflow/moves-before-post",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A bookmark moves behind the post of the events that it closes.",
    rationale=(
        "Where the run ends between the two, the bookmark is past events that were never posted. Nothing asks for "
        "them again."
    ),
    help="set the bookmark behind PostEvents",
    bad="""\
actions:
  - Initialize: {path: /from, value: "0"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - If: exists /r/body/last
    then:
      - Set: {path: /from, value: "${/r/body/last}"}
  - CallEndpoint: {url: "https://api.example.com/health", method: GET, savePath: /h}
  - If: /h/status_code = 200
    then:
      - PostEvents: {path: /r/body/events, source: api.example.com}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "0"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
  - If: exists /r/body/last
    then:
      - Set: {path: /from, value: "${/r/body/last}"}
""",
    check=_check,
)
