"""A bookmark that is only set behind a loop which posts, and which an Abort may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.bookmarks import Bookmark
    from qradar_builder.lint.dataflow.calls import Call


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        told: set[int] = set()
        for call in bookmark.calls:
            loop = min((each for each, inside in subject.graph.loops.items() if call.node in inside), default=None)
            found = None if loop is None or loop in told else _found(subject, bookmark, call, subject.graph.loops[loop])
            if loop is not None and found is not None:
                told.add(loop)
                move, way = found
                yield Problem(
                    origin=move.origin,
                    message=f"the bookmark `{written(bookmark.path)}` is set behind the loop: where the loop ends with "
                    "Abort on a later page, the next run posts the pages before it again",
                    related=subject.graph.steps(way),
                )


def _found(
    subject: WorkflowSubject, bookmark: Bookmark, call: Call, inside: frozenset[int]
) -> tuple[Access, list[int]] | None:
    """The move behind the loop, and a way from a post in the loop to an Abort before that move."""
    graph = subject.graph
    moves = {node for node, _ in bookmark.moves}
    if moves & inside:
        return None

    def is_abort(node: int) -> bool:
        element = graph.elements[node]
        return element is not None and element.name == "Abort"

    for post in (each for each in call.posts if each in inside and graph.leads(each, call.node)):
        way = graph.way(post, is_abort, past=lambda node: node not in moves)
        behind = next((access for node, access in bookmark.moves if graph.leads(post, node)), None)
        if way is not None and behind is not None and set(way[1:-1]) & inside:
            return behind, way
    return None


RULE = LintRule(
    id="workflow/pages-twice",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A loop that posts page by page keeps its place, or does not end the run with Abort.",
    rationale=(
        "An Abort ends the run before the bookmark is set. The pages that were posted are requested and posted again "
        "by the next run, and again by each run that fails on a later page."
    ),
    help=(
        "leave the loop without Abort where a later page fails, and set the bookmark to what was posted; or gather "
        "the events, and post them behind the loop"
    ),
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - Set: {path: /now, value: "${time()}"}
  - Set: {path: /page, value: "1"}
  - DoWhile: /r/body/more = true
    do:
      - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - PostEvents: {path: /r/body/events, source: api.example.com}
      - Set: {path: /page, value: "${/page + 1}"}
  - Set: {path: /from, value: "${/now}"}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - Set: {path: /now, value: "${time()}"}
  - Set: {path: /page, value: "1"}
  - Set: {path: /events, value: "[]"}
  - DoWhile: /r/body/more = true
    do:
      - CallEndpoint: {url: "https://api.example.com/events?from=${/from}&page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - Merge: {sourcePath: /r/body/events, targetPath: /events}
      - Set: {path: /page, value: "${/page + 1}"}
  - PostEvents: {path: /events, source: api.example.com}
  - Set: {path: /from, value: "${/now}"}
""",
    check=_check,
)
