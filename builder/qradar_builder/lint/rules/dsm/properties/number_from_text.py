"""A numeric property that captures letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.regex.shape import group_of, symbols_of, tree_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.model.log_source_type import PropertyType
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.javalang.regex.tree import Node


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        if prop.type not in {PropertyType.NUMERIC, PropertyType.PORT}:
            continue
        for one in prop.rules:
            expression = one.expression
            if expression.regex is None or expression.format is not None:
                continue
            tree = tree_of(expression.regex)
            number = 1 if expression.capture_group is None else expression.capture_group
            group = None if tree is None else group_of(tree, number)
            if group is not None and _is_letters(group):
                yield Problem(
                    origin=one.origin,
                    message=f"the property `{fitted(prop.name, 60)}` is numeric, and captures letters",
                )


def _is_letters(group: Node) -> bool:
    """Whether a group takes any letter, and not only those of hexadecimal and decimal numbers."""
    mask = symbols_of(group)
    return bool(mask >> ord("k") & 1 and mask >> ord("q") & 1)


RULE = LintRule(
    id="dsm/number-from-text",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="The pattern of a numeric property captures digits.",
    rationale="QRadar drops a value that is not a number, so the property stays empty for such events without a word.",
    help="capture `\\d+`, or make the property a string",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    type: numeric
    expressions:
      - {regex: 'size=(\\w+)'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    type: numeric
    expressions:
      - {regex: 'size=(\\d+)'}
""",
    check=_check,
)
