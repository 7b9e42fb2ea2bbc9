"""Actions that are nested very deeply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.accesses import is_block
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.model.workflow.document import Element


_DEEPEST = 7


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    if _without_files(subject.workflow.actions) < _DEEPEST:
        return
    waiting = [(action, 1) for action in reversed(subject.workflow.actions)]
    while waiting:
        element, depth = waiting.pop()
        if not is_block(element) or not element.children:
            continue
        if depth == _DEEPEST:
            child = element.children[0]
            if child.origin.locate().file == element.origin.locate().file:
                yield Problem(origin=child.origin, message=f"this {child.name} is nested {depth + 1} deep")
                continue
        waiting += [(child, _depth(child, element, depth)) for child in reversed(element.children)]


def _without_files(actions: Sequence[Element]) -> int:
    """How deep actions with others in them are nested, fragments and all. It says where no file need be asked for."""
    depth, level = 0, [each for each in actions if each.children and is_block(each)]
    while level:
        depth += 1
        level = [child for each in level for child in each.children if child.children and is_block(child)]
    return depth


def _depth(child: Element, parent: Element, depth: int) -> int:
    """The depth of a child in its own file: a fragment begins anew."""
    return depth + 1 if child.origin.locate().file == parent.origin.locate().file else 1


RULE = LintRule(
    id="workflow/deep-nesting",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Actions are nested at most seven deep.",
    rationale="Nobody sees under which conditions such an action runs.",
    help="end the run early with Abort, join conditions by `and`, or move the inner part into a fragment",
    bad="""\
actions:
  - If: /a = 1
    then:
      - If: /b = 1
        then:
          - If: /c = 1
            then:
              - If: /d = 1
                then:
                  - If: /e = 1
                    then:
                      - If: /f = 1
                        then:
                          - If: /g = 1
                            then:
                              - Log: {type: INFO, message: "all"}
""",
    good="""\
actions:
  - If: /a = 1
    then:
      - If: /b = 1
        then:
          - If: /c = 1
            then:
              - If: /d = 1
                then:
                  - If: /e = 1
                    then:
                      - If: /f = 1 and /g = 1
                        then:
                          - Log: {type: INFO, message: "all"}
""",
    check=_check,
)
