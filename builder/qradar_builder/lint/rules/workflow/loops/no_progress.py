"""A way round a loop that changes nothing of what the loop asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Word
from qradar_builder.lint.dataflow.state_path import overlap
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node in graph.loops:
        loop = graph.elements[node]
        if loop is None or loop.name == "ForEach" or _asks_clock(subject, node) or _never_holds(subject, node):
            continue
        way = _round(subject, node)
        if way is not None:
            yield Problem(
                origin=loop.at("condition"),
                message="a run that goes this way round the loop changes nothing that the conditions on it read: it "
                "goes the same way again, for ever",
                related=graph.steps(way),
            )


def _round(subject: WorkflowSubject, loop: int) -> list[int] | None:
    """A way round a loop on which no condition reads what an action of it changes."""
    graph = subject.graph
    inside = graph.loops[loop]
    read = _read(subject, [loop])
    while True:
        way = graph.way_to(loop, loop, past=_past(subject, inside, read))
        if way is None or _is_changed(subject, way[-2], read):
            return None
        asked = [node for node in way[:-1] if _is_condition(subject, node)]
        if any(_asks_clock(subject, node) for node in asked):
            return None
        more = _read(subject, asked)
        if not any(_is_changed(subject, node, more) for node in way):
            return way
        if more == read:
            return None
        read = more


def _past(subject: WorkflowSubject, inside: frozenset[int], read: set[StatePath]) -> Callable[[int], bool]:
    return lambda node: node in inside and not _is_changed(subject, node, read)


def _is_condition(subject: WorkflowSubject, node: int) -> bool:
    element = subject.graph.elements[node]
    return element is not None and element.name in {"If", "ElseIf", "While", "DoWhile", "ForEach"}


def _read(subject: WorkflowSubject, nodes: list[int]) -> set[StatePath]:
    return {access.path for node in nodes for access in subject.at(node) if access.kind == "read"}


def _is_changed(subject: WorkflowSubject, node: int, read: set[StatePath]) -> bool:
    return any(access.changes and overlap(access.path, path) for access in subject.at(node) for path in read)


def _asks_clock(subject: WorkflowSubject, node: int) -> bool:
    return id(subject.graph.elements[node]) in subject.asking_clock


def _never_holds(subject: WorkflowSubject, node: int) -> bool:
    condition = subject.conditions.get(node)
    return condition is None or (isinstance(condition, Word) and condition.text != "true")


RULE = LintRule(
    id="workflow/no-progress",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Each way round a loop changes something that the loop asks.",
    rationale=(
        "A run that comes back to the loop as it was goes the same way for ever. The log source sends no more events, "
        "and may call the service without a pause."
    ),
    help="change what the condition reads on this way too, or count the rounds",
    bad="""\
actions:
  - Set: {path: /more, value: "true"}
  - Set: {path: /mode, value: "all"}
  - While: /more = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
      - If: /mode = 'one'
        then:
          - Set: {path: /more, value: "false"}
""",
    good="""\
actions:
  - Set: {path: /more, value: "true"}
  - Set: {path: /mode, value: "all"}
  - While: /more = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
      - If: /mode = 'one' or count(/r/body) = 0
        then:
          - Set: {path: /more, value: "false"}
""",
    check=_check,
)
