"""A long run of actions that is there twice."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


_FEWEST = 6
"""Elements of a run of actions that is worth a fragment, those in it included."""


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    met: dict[object, list[Element]] = {}
    forms: dict[int, str] = {}

    def form(element: Element) -> str:
        return forms.get(id(element)) or forms.setdefault(id(element), _form(element))

    inside: set[int] = set()
    for element in subject.elements_named("If", "ElseIf", "Else", "While", "DoWhile", "ForEach"):
        if id(element) in inside:
            continue
        if sum(1 for _ in islice(element.walk(), _FEWEST)) < _FEWEST:
            continue
        # Those that begin in the same way are few, and the whole of the others need not be looked at.
        alike = met.setdefault(
            (element.name, element.get("condition"), tuple(each.name for each in element.children)), []
        )
        other = next((each for each in alike if form(each) == form(element)), None)
        if other is None:
            alike.append(element)
        elif other.origin.locate() != element.origin.locate():
            inside |= {id(each) for each in element.walk()}
            yield Problem(
                origin=element.origin,
                message=f"this {element.name}, with all in it, is written twice",
                related=[(other.origin, "the first one")],
            )


def _form(element: Element) -> str:
    return repr(
        [(each.name, sorted(each.attributes.items()), each.text, len(each.children)) for each in element.walk()]
    )


RULE = LintRule(
    id="workflow/copied-actions",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Long runs of actions are written once.",
    rationale="A correction of one copy is soon forgotten in the other.",
    help="in a package, move the actions into a fragment and use it; otherwise, put both cases into one loop",
    bad="""\
actions:
  - If: /r/status_code != 200
    then:
      - Log: {type: ERROR, message: "refused: ${/r/status_code}"}
      - SetStatus: {type: ERROR, message: "refused"}
      - Set: {path: /failed, value: "1"}
      - Sleep: {duration: "1000"}
      - Abort: {reason: "refused: ${/r/status_code}"}
  - Log: {type: INFO, message: "again"}
  - If: /r/status_code != 200
    then:
      - Log: {type: ERROR, message: "refused: ${/r/status_code}"}
      - SetStatus: {type: ERROR, message: "refused"}
      - Set: {path: /failed, value: "1"}
      - Sleep: {duration: "1000"}
      - Abort: {reason: "refused: ${/r/status_code}"}
""",
    good="""\
actions:
  - If: /r/status_code != 200
    then:
      - Log: {type: ERROR, message: "refused: ${/r/status_code}"}
      - SetStatus: {type: ERROR, message: "refused"}
      - Set: {path: /failed, value: "1"}
      - Sleep: {duration: "1000"}
      - Abort: {reason: "refused: ${/r/status_code}"}
  - Log: {type: INFO, message: "again"}
""",
    check=_check,
)
