"""A loop whose condition nothing in it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Word
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node, inside in graph.loops.items():
        loop = graph.elements[node]
        if loop is None or loop.name == "ForEach":
            continue
        conditions = [text for text in subject.texts if text.element is loop]
        trees = [tree for text in conditions for tree in text.trees]
        if not trees or id(loop) in subject.asking_clock or any(tree.in_template for tree in trees):
            continue
        read = [access.path for access in subject.accesses_of(loop) if access.kind == "read"]
        elements = [each for number in inside if (each := graph.elements[number]) is not None]
        changed = (access for each in elements for access in subject.accesses_of(each) if access.changes)
        if any(overlap(access.path, path) for access in changed for path in read):
            continue
        if any(each.name == "Abort" for each in elements) or not _may_hold(trees[0].node):
            continue
        names = " and ".join(f"`{written(path)}`" for path in dict.fromkeys(read)) or "the condition"
        way = graph.way(node, lambda each, node=node: each == node) or [node]  # type: ignore[misc]
        yield Problem(
            origin=loop.at("condition"),
            message=f"nothing in the loop changes {names}: once it has begun, it never ends",
            related=graph.steps(way),
        )


def _may_hold(node: object) -> bool:
    return not (isinstance(node, Word) and node.text != "true")


RULE = LintRule(
    id="workflow/endless-loop",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something in a loop changes what its condition looks at, or ends the run.",
    rationale=(
        "Once such a loop has begun, it never ends: the log source sends no more events, and calls the "
        "service without a pause."
    ),
    help=("change in the loop what the condition reads: read the next page, or count the rounds"),
    bad="""\
actions:
  - Set: {path: /more, value: "true"}
  - While: /more = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - Set: {path: /more, value: "true"}
  - While: /more = 'true'
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
      - Set: {path: /more, value: "${/r/body/more}"}
""",
    check=_check,
)
