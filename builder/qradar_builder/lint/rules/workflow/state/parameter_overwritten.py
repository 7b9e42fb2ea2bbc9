"""A parameter that an action sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    names = {parameter.name: parameter for parameter in subject.workflow.parameters}
    told: set[str] = set()
    for access in subject.all_accesses:
        is_same = access.changes and len(access.path) == 1 and access.path[0] in names and access.path[0] not in told
        if is_same and not _is_default(access.element):
            told.add(access.path[0])
            yield Problem(
                origin=access.origin,
                message=f"{access.element.name} overwrites the parameter `{access.path[0]}`",
                related=[(names[access.path[0]].origin, "the parameter")],
            )


def _is_default(element: Element) -> bool:
    return element.name == "Initialize"


RULE = LintRule(
    id="workflow/parameter-overwritten",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="An action leaves the parameters as the administrator has set them.",
    rationale=(
        "QRadar writes the parameters into the State again at the beginning of each run. A value that an action puts "
        "over one is gone with the next run, so what looks like a bookmark or a token never lasts."
    ),
    help="save the value at a separate place",
    bad="""\
parameters:
  - {name: start, label: Start, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/events?from=${/start}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /start, value: "${max(/r/body/time)}"}
""",
    good="""\
parameters:
  - {name: start, label: Start, required: true}
actions:
  - Initialize: {path: /from, value: "${/start}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /from, value: "${max(/r/body/time)}"}
""",
    check=_check,
)
