"""A condition that always comes to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Comparison, Number, Path, Text, Word
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for node, condition in subject.conditions.items():
        element = subject.graph.elements[node]
        value = _value(condition)
        if element is None or value is None or (value and element.name in {"While", "DoWhile"}):
            continue
        yield Problem(
            origin=element.at("condition"),
            message=f"this condition is always {'true' if value else 'false'}",
        )


def _value(node: Node) -> bool | None:
    if isinstance(node, Word):
        return {"true": True, "false": False}.get(node.text)
    if not isinstance(node, Comparison) or node.operator not in {"=", "!="}:
        return None
    if isinstance(node.left, Path) and node.left == node.right:
        return node.operator == "="
    if all(isinstance(side, Text | Number | Word) for side in (node.left, node.right)):
        return (_text(node.left) == _text(node.right)) == (node.operator == "=")
    return None


def _text(node: Node) -> str:
    return node.value if isinstance(node, Text) else str(node)


RULE = LintRule(
    id="workflow/constant-condition",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A condition depends on something.",
    rationale=(
        "A condition that is always true or false is often a leftover of a test, or compares the name of a value with "
        "a text where its value was meant."
    ),
    help="compare a path such as `/r/status_code`, or remove the condition",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: "'status' = 'ok'"
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/body/status = 'ok'
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
