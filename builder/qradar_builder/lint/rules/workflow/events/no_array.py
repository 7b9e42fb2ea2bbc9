"""PostEvents on what is no array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.shapes import Shape
from qradar_builder.lint.dataflow.state_path import ANY, covers, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SINGLE: Final = frozenset({Shape.NUMBER, Shape.TRUTH, Shape.TEXT, Shape.OBJECT, Shape.EMPTY})


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for access in subject.reads_in("PostEvents"):
        if access.text.name != "path":
            continue
        if ANY in access.path or (access.text.trees and access.text.trees[0].in_template):
            continue
        shapes = subject.shapes.of(access.path)
        if shapes and shapes <= _SINGLE:
            what = " or ".join(sorted(each.value for each in shapes))
            yield Problem(
                origin=access.origin,
                message=f"`{written(access.path)}` is {what}, and PostEvents takes an array",
                related=[
                    (each.origin, "it is set here")
                    for each in subject.all_accesses
                    if each.kind == "write" and covers(each.path, access.path)
                ],
            )


RULE = LintRule(
    id="workflow/no-array",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="What PostEvents posts is an array.",
    rationale="PostEvents on an object or a text ends the run with `Not a JSON Array`.",
    help="use PostEvent for one event, or post the array in the value",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
