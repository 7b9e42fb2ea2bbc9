"""A bookmark from the clock instead of from the last event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Arithmetic, Path
from qradar_builder.lint.dataflow.clock import readings_of
from qradar_builder.lint.dataflow.state_path import overlap, path_of, paths_in, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.lint.dataflow.written_text import Tree


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    if not subject.bookmarks:
        return
    texts = (text for text in subject.texts if "-" in text.text)
    taken_off = {path for text in texts for tree in text.trees for path in _taken_off(tree)}
    for bookmark in subject.bookmarks:
        # Something is taken off where the bookmark, or what is made of it, is read.
        if any(overlap(each, place) for each in taken_off for place in subject.sources.reached_from(bookmark.path)):
            continue
        for move, access in bookmark.moves:
            readings = [each for each in readings_of(subject, move, bookmark.path) if not each.has_margin]
            if _is_start_of_window(subject, move, bookmark.path):
                continue
            posts = {post for call in bookmark.calls for post in call.posts}
            is_behind = any(graph.leads(post, move) for post in posts)
            if readings and is_behind:
                yield Problem(
                    origin=access.origin,
                    message=f"the bookmark `{written(bookmark.path)}` is the time of the clock, not of the last event: "
                    "events that the service shows late are never requested",
                    related=graph.steps(readings[0].way),
                )


def _is_start_of_window(subject: WorkflowSubject, move: int, bookmark: StatePath) -> bool:
    """Whether the bookmark is set to a place that holds the bookmark as it was: the window is only asked for again."""
    place = _copied(subject, move)
    return place is not None and any(
        access.kind == "write" and access.path == place and _copied(subject, node) == bookmark
        for node, access in subject.nodes_touching(place)
    )


def _copied(subject: WorkflowSubject, node: int) -> StatePath | None:
    """The place whose value a Set takes over as it is."""
    element = subject.graph.elements[node]
    if element is None or element.name != "Set":
        return None
    for text in subject.texts_of(element):
        for tree in text.trees if text.name == "value" else ():
            is_whole = (tree.start, tree.end) == (len("${"), len(text.text) - 1)
            if is_whole and isinstance(tree.node, Path):
                return path_of(tree.node)
    return None


def _taken_off(tree: Tree) -> Iterator[StatePath]:
    """The places that are read in a subtraction."""
    for node in tree.nodes:
        if isinstance(node, Arithmetic) and node.operator == "-":
            yield from map(path_of, paths_in(node))


RULE = LintRule(
    id="workflow/late-events-lost",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A bookmark comes from the last event, or the next window overlaps this one.",
    rationale=(
        "A service often shows an event minutes after its time. Where the next window begins at the time of this "
        "call, such an event is in no window, and is lost."
    ),
    help="set the bookmark to the time of the newest event, or ask from some minutes before it",
    bad="""\
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
      - Set: {path: /from, value: "${max(/r/body/time) + 1}"}
""",
    check=_check,
)
