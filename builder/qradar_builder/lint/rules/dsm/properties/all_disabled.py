"""A property whose expressions are all switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        if prop.rules and not any(one.expression.enabled for one in prop.rules):
            yield Problem(origin=prop.origin, message=f"no expression of `{fitted(prop.name, 60)}` is enabled")


RULE = LintRule(
    id="dsm/all-disabled",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A custom property has an expression that is enabled.",
    rationale="The property is in every list of the console, and never has a value.",
    help="enable an expression, or remove the property",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"a"', enabled: false}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"a"'}
      - {json: '/"b"', enabled: false}
""",
    check=_check,
)
