"""An expression that a property has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import PropertyRule


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        seen: list[PropertyRule] = []
        for one in prop.rules:
            other = next((each for each in seen if _is_same(each, one)), None)
            if other is not None:
                yield Problem(
                    origin=one.origin,
                    message=f"the property `{fitted(prop.name, 60)}` has this expression twice",
                    related=[(other.origin, "the first one")],
                )
            seen.append(one)


def _is_same(one: PropertyRule, other: PropertyRule) -> bool:
    free = {"uuid": None, "sample": None, "qid": None, "category": None}
    same = one.expression.model_copy(update=free) == other.expression.model_copy(update=free)
    return same and one.qid is other.qid and one.category == other.category


RULE = LintRule(
    id="dsm/repeated-property-expression",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="The expressions of a property differ.",
    rationale="The second one is tried after the first found nothing, and finds nothing either.",
    help="remove it, or write what was meant",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"a"'}
      - {json: '/"a"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"a"'}
      - {json: '/"b"'}
""",
    check=_check,
)
