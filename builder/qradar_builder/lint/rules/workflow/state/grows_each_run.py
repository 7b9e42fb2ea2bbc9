"""An array that each run adds to, and that nothing empties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import ANY, covers, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


_FIRST: Final = "Initialize"


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    told: set[StatePath] = set()
    for access in subject.all_accesses:
        if access.kind != "extend" or access.path in told or access.path[-1].endswith(ANY):
            continue
        told.add(access.path)
        others = [each for each in subject.touching(access.path) if each.changes and covers(each.path, access.path)]
        emptied = [each for each in others if each.kind in {"write", "delete"} and each.element.name != _FIRST]
        if not emptied:
            yield Problem(
                origin=access.origin,
                message=f"each run adds to `{written(access.path)}`, and nothing ever empties it",
            )


RULE = LintRule(
    id="workflow/grows-each-run",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="An array that a run adds to is set again or deleted.",
    rationale=(
        "The State is kept from run to run. An array that only grows makes each run slower, is posted again as a "
        "whole where it is posted, and fills the memory of the collector in the end."
    ),
    help='begin the run with `Set: {path: …, value: "[]"}`, or delete the array behind the post',
    bad="""\
actions:
  - Initialize: {path: /events, value: "[]"}
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - Merge: {sourcePath: /r/body, targetPath: /events}
  - PostEvents: {path: /events, source: api.example.com}
""",
    good="""\
actions:
  - Set: {path: /events, value: "[]"}
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - Merge: {sourcePath: /r/body, targetPath: /events}
  - PostEvents: {path: /events, source: api.example.com}
""",
    check=_check,
)
