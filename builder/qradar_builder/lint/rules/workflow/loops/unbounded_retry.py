"""A failed call that is made again without a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.accesses import Kind
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.dataflow.conditions import outcome
from qradar_builder.lint.dataflow.sources import asks_clock
from qradar_builder.lint.dataflow.state_path import overlap
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.calls import Call as WorkflowCall
    from qradar_builder.lint.dataflow.state_path import StatePath


_PASSING: Final = (429, 503, 500)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        for number in _PASSING:
            way = _round(subject, call, number)
            if way is not None:
                yield Problem(
                    origin=call.element.origin,
                    message=f"the call is made again for as long as the service answers with status {number}",
                    related=subject.graph.steps(way),
                )
                break


def _round(subject: WorkflowSubject, call: WorkflowCall, number: int) -> list[int] | None:
    """A way from a failed call back to it, past nothing that counts."""
    graph = subject.graph
    inside = {node for nodes in graph.loops.values() if call.node in nodes for node in nodes}
    if not inside:
        return None
    read = _loop_reads(subject, call)
    stops = {*call.posts, *(node for node in inside if _decides(subject, node, read))}
    along = by_status(subject, call, number)
    way = graph.way(
        call.node,
        lambda node: node == call.node,
        past=lambda node: not _counts(subject, node) and node not in stops,
        along=along,
    )
    if way is None:
        return None
    asked = [subject.conditions[node] for node in way[1:-1] if node in subject.conditions]
    looked = any(outcome(each, call.status, status) is not None for each in asked for status in (number, 200))
    return way if looked else None


def _counts(subject: WorkflowSubject, node: int) -> bool:
    """Whether it counts, or looks at the clock."""
    accesses = subject.at(node)
    element = subject.graph.elements[node]
    texts = () if element is None else subject.texts_of(element)
    written_to = [each.path for each in accesses if each.changes and each.element.name != "CallEndpoint"]
    is_counter = any(each.kind is Kind.READ and each.path in written_to for each in accesses)
    return is_counter or asks_clock(tree.node for text in texts for tree in text.trees)


def _loop_reads(subject: WorkflowSubject, call: WorkflowCall) -> list[StatePath]:
    """What the conditions of the loops around a call read."""
    loops = [loop for loop, inside in subject.graph.loops.items() if call.node in inside]
    return [access.path for loop in loops for access in subject.at(loop) if access.kind is Kind.READ]


def _decides(subject: WorkflowSubject, node: int, read: list[StatePath]) -> bool:
    """Whether it sets, without counting, what a loop asks, so that the loop may end; or takes the next item."""
    accesses = subject.at(node)
    own = {access.path for access in accesses if access.kind is Kind.READ}
    return any(
        access.element.name == "ForEach"
        or (
            access.changes
            and access.path not in own
            and access.element.name != "CallEndpoint"
            and any(overlap(access.path, path) for path in read)
        )
        for access in accesses
    )


RULE = LintRule(
    id="workflow/unbounded-retry",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A call that has failed is made again only so many times.",
    rationale=(
        "A service that answers with an error for hours keeps the run in the loop for hours. The log source shows no "
        "error, and the thread serves nothing else."
    ),
    help="count the tries, and end the run with Abort after some of them",
    bad="""\
actions:
  - Set: {path: /again, value: "true"}
  - While: /again = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - If: /r/status_code = 429
        then:
          - Sleep: {duration: "60000"}
      - Else:
        then:
          - Set: {path: /again, value: "false"}
""",
    good="""\
actions:
  - Set: {path: /again, value: "true"}
  - Set: {path: /tries, value: "0"}
  - While: /again = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - Set: {path: /tries, value: "${/tries + 1}"}
      - If: /r/status_code = 429 and /tries < 5
        then:
          - Sleep: {duration: "60000"}
      - Else:
        then:
          - Set: {path: /again, value: "false"}
""",
    check=_check,
)
