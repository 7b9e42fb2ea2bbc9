"""A counter that goes on where the run before has stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Arithmetic, Comparison, Path, levels
from qradar_builder.lint.dataflow.conditions import number_of
from qradar_builder.lint.dataflow.state_path import path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    asked_by = {each.path for bookmark in subject.bookmarks for call in bookmark.calls for each in call.asked}
    loops = [node for node in subject.graph.loops if node in subject.conditions]
    for loop in loops:
        for part in (each for level in levels(subject.conditions[loop]) for each in level):
            if not isinstance(part, Comparison) or not isinstance(part.left, Path):
                continue
            path = path_of(part.left)
            is_bound = part.operator in {"<", "<=", "!="} and number_of(part.right) is not None
            if not is_bound or path in asked_by:
                continue
            writes = [each for each in subject.touching(path) if each.changes]
            counting = [each for each in writes if each.element.name == "Set" and _counts(subject, each, path)]
            first = [each for each in writes if each.element.name == "Initialize"]
            if counting and first and len(counting) + len(first) == len(writes):
                steps = [(first[0].origin, "1. set by the first run"), (counting[0].origin, "2. counted up, and kept")]
                yield Problem(
                    origin=first[0].origin,
                    message=f"the counter `{written(path)}` is set to its start by the first run only: later runs do "
                    "not come into the loop any more",
                    related=[*steps, *((text.origin, "3. still at its end") for text in subject.texts_at(loop))],
                )


def _counts(subject: WorkflowSubject, write: Access, path: StatePath) -> bool:
    """Whether it sets the place to what it was, and something added."""
    trees = [tree.node for text in subject.texts_of(write.element) for tree in text.trees if text.name == "value"]
    return any(isinstance(tree, Arithmetic) and path in subject.paths_in(tree) for tree in trees)


RULE = LintRule(
    id="workflow/counter-never-reset",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A run sets its counters to their start.",
    rationale=(
        "The State is kept from run to run, and Initialize acts in the first run only. A counter that reached its end "
        "stays there."
    ),
    help="use Set instead of Initialize",
    bad="""\
actions:
  - Initialize: {path: /page, value: "1"}
  - While: /page <= 5
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
      - Set: {path: /page, value: "${/page + 1}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "1"}
  - While: /page <= 5
    do:
      - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
      - PostEvents: {path: /r/body, source: api.example.com}
      - Set: {path: /page, value: "${/page + 1}"}
""",
    check=_check,
)
