"""A bookmark that is moved past the last event by more than the smallest step of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Arithmetic
from qradar_builder.lint.dataflow.conditions import number_of
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECOND = 1000


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        for node, access in bookmark.moves:
            element = subject.graph.elements[node]
            trees = [tree for text in subject.texts_of(element) for tree in text.trees] if element else []
            for tree in trees:
                added = tree.node
                if not isinstance(added, Arithmetic) or added.operator != "+":
                    continue
                step = number_of(added.right)
                made_of = subject.sources.of_all(subject.paths_in(added.left))
                if step == _SECOND and {each.kind for each in made_of} == {"response"}:
                    yield Problem(
                        origin=access.origin,
                        message=f"the bookmark `{written(bookmark.path)}` skips a whole second behind the last event: "
                        "other events of that second are lost",
                        help="add 1, or request the second again and skip the IDs that were posted",
                    )


RULE = LintRule(
    id="workflow/skips-second",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="A bookmark in milliseconds is not moved a whole second past the last event.",
    rationale=(
        "Several events may have times in one second. Where the next window begins a second after the last event, "
        "those of the same second that the service shows later are lost."
    ),
    help="add 1 to a time in milliseconds",
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /from, value: "${max(/r/body/time) + 1000}"}
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
