"""A change of the item of a ForEach that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import covers, overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for loop, inside in graph.loops.items():
        element = graph.elements[loop]
        item = None if element is None or element.name != "ForEach" else _item(subject, loop)
        if element is None or item is None:
            continue
        for node in sorted(inside - {loop}):
            for access in subject.at(node):
                if access.changes and access.kind != "delete" and covers(item, access.path):
                    use = graph.way(node, _reads(subject, access.path, item), past=lambda each, loop=loop: each != loop)  # type: ignore[misc]
                    if use is None:
                        yield Problem(
                            origin=access.origin,
                            message=f"`{written(access.path)}` is a copy: the change is lost with the next item",
                            related=[(element.origin, "the loop copies each item")],
                        )


def _item(subject: WorkflowSubject, loop: int) -> StatePath | None:
    return next((access.path for access in subject.at(loop) if access.kind == "write"), None)


def _reads(subject: WorkflowSubject, path: StatePath, item: StatePath) -> Callable[[int], bool]:
    return lambda node: any(
        each.kind == "read" and (overlap(each.path, path) or covers(each.path, item)) for each in subject.at(node)
    )


RULE = LintRule(
    id="workflow/item-change-lost",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A change of an item is used before the next item comes.",
    rationale=(
        "ForEach copies each item. A change of the copy does not reach the array, so what is posted behind the loop "
        "is as it was."
    ),
    help="post the item in the loop, add it to another array, or set it in the array by its index",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - ForEach: {item: /event, items: /r/body}
    do:
      - Set: {path: /event/tenant, value: "a"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - ForEach: {item: /event, items: /r/body}
    do:
      - Set: {path: /event/tenant, value: "a"}
      - PostEvent: {path: /event, source: api.example.com}
""",
    check=_check,
)
