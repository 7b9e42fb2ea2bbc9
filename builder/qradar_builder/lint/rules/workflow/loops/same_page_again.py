"""A loop that posts a page, and asks for the same one again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.dataflow.sources import asks_clock
from qradar_builder.lint.dataflow.state_path import overlap
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.lint.dataflow.written_text import WrittenText


_SUCCESS: Final = 200


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for call in subject.calls:
        loops = [node for node, inside in graph.loops.items() if call.node in inside]
        texts = [text for part in call.element.walk() for text in subject.texts_of(part)]
        loop = max(loops, default=None)
        element = None if loop is None else graph.elements[loop]
        if (
            loop is None
            or element is None
            or element.name == "ForEach"
            or any(_is_never_the_same(text) for text in texts)
        ):
            continue
        inside = graph.loops[loop]
        read = {access.path for access in subject.at(call.node) if access.kind == "read"}

        def past(node: int, inside: frozenset[int] = inside, read: set[StatePath] = read) -> bool:
            return node in inside and not any(
                each.changes and overlap(each.path, path) for each in subject.at(node) for path in read
            )

        # The page that is posted came with a success, so a way of failures does not lead back from it.
        along = by_status(subject, call, _SUCCESS)
        for post in call.posts:
            to_post = graph.way_to(call.node, post, past=past) if post in inside and past(call.node) else None
            back = None if to_post is None else graph.way(post, call.node.__eq__, past=past, along=along)
            if to_post is not None and back is not None and not _ends(subject, loop, back):
                yield Problem(
                    origin=call.element.origin,
                    message="a run may post this page, and then ask for the same page again: nothing on the way "
                    "changes the request",
                    related=graph.steps([*to_post, *back[1:]]),
                )
                break


def _ends(subject: WorkflowSubject, loop: int, way: list[int]) -> bool:
    """Whether the loop may well end on this way: it sets what the condition reads to something fixed."""
    read = [access.path for access in subject.at(loop) if access.kind == "read"]
    elements = [each for node in way if (each := subject.graph.elements[node]) is not None]
    return any(
        access.changes and access.element.name != "CallEndpoint" and overlap(access.path, path)
        for each in elements
        for access in subject.accesses_of(each)
        for path in read
    )


def _is_never_the_same(text: WrittenText) -> bool:
    return asks_clock(text.nodes())


RULE = LintRule(
    id="workflow/same-page-again",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A loop over pages asks for the next page on each way round.",
    rationale=(
        "A page that is requested twice is posted twice. Where its answer is what keeps the loop going, it is posted "
        "without end."
    ),
    help="set the page number or the cursor of the next request on each way round the loop",
    bad="""\
actions:
  - Set: {path: /page, value: "1"}
  - DoWhile: /r/body/more = true
    do:
      - CallEndpoint: {url: "https://api.example.com/events?page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - PostEvents: {path: /r/body/events, source: api.example.com}
      - If: exists /r/body/next
        then:
          - Set: {path: /page, value: "${/r/body/next}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "1"}
  - DoWhile: /r/body/more = true
    do:
      - CallEndpoint: {url: "https://api.example.com/events?page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - PostEvents: {path: /r/body/events, source: api.example.com}
      - Set: {path: /page, value: "${/page + 1}"}
""",
    check=_check,
)
