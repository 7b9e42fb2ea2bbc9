"""A value of Set that is compared with null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Call, Comparison, Path, Text, Word, levels
from qradar_builder.lint.dataflow.graph import ENTRY
from qradar_builder.lint.dataflow.state_path import ANY, path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for node, condition in subject.conditions.items():
        element = graph.elements[node]
        for part in (each for level in levels(condition) for each in level):
            path = _asked(part)
            if element is None or path is None or any(step.endswith(ANY) for step in path):
                continue
            setting = {other for other, _ in enumerate(graph.elements) if _sets(subject, other, path)}
            others = [each for each in subject.touching(path) if each.changes]
            plain = all(each.element.name in {"Set", "Initialize"} and each.path == path for each in others)
            is_empty_told = any(_is_empty(subject, each, path) for each in subject.conditions.values())
            before = graph.way_to(ENTRY, node, past=lambda each, setting=setting: each not in setting)  # type: ignore[misc]
            if setting and plain and before is None and not is_empty_told:
                yield Problem(
                    origin=element.at("condition"),
                    message=f"`{written(path)}` is never null here: Set makes an empty text of what is missing",
                    related=[(each.origin, "it is set here") for each in others],
                )


def _asked(node: Node) -> StatePath | None:
    """The place that is compared with null."""
    if isinstance(node, Comparison) and node.operator in {"=", "!="} and isinstance(node.left, Path):
        return path_of(node.left) if isinstance(node.right, Word) and node.right.text == "null" else None
    return None


def _sets(subject: WorkflowSubject, node: int, path: StatePath) -> bool:
    element = subject.graph.elements[node]
    is_set = element is not None and element.name in {"Set", "Initialize"}
    return is_set and any(each.kind == "write" and each.path == path for each in subject.at(node))


def _is_empty(subject: WorkflowSubject, condition: Node, path: StatePath) -> bool:
    """Whether a condition asks for the empty text, too."""
    return any(
        path in subject.paths_in(part)
        and (
            (isinstance(part, Comparison) and isinstance(part.right, Text) and not part.right.value)
            or (isinstance(part, Call) and part.function == "empty")
        )
        for level in levels(condition)
        for part in level
    )


RULE = LintRule(
    id="workflow/null-of-set",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="What Set has set is compared with the empty text, and not with null.",
    rationale=(
        "Set stores text. Where the value that it takes is missing or null, it stores the empty text, and that is not "
        "null: the condition never sees that there is nothing."
    ),
    help="ask `empty(/path)`, or write `= null or = ''`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /next, value: "${/r/body/next}"}
  - If: /next != null
    then:
      - Log: {type: INFO, message: "more"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /next, value: "${/r/body/next}"}
  - If: /next != null and /next != ''
    then:
      - Log: {type: INFO, message: "more"}
""",
    check=_check,
)
