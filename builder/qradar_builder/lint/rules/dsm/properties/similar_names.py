"""Two custom properties whose names differ only in case or blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import PropertyDefinition


def _check(subject: TypeSubject) -> Iterator[Problem]:
    first: dict[str, PropertyDefinition] = {}
    for prop in subject.definition.properties:
        other = first.setdefault("".join(each for each in prop.name.casefold() if each.isalnum()) or prop.name, prop)
        if other is not prop and other.name != prop.name:
            yield Problem(
                origin=prop.origin,
                message=f"`{fitted(prop.name, 60)}` and `{fitted(other.name, 60)}` are nearly one name",
                related=[(other.origin, "the other property")],
            )


RULE = LintRule(
    id="dsm/similar-names",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="The names of custom properties should differ in more than case and spaces.",
    rationale="Nobody can tell them apart in a search, and half of the values are in each.",
    help="use one name",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - {name: Audit Action, expressions: {json: '/"a"'}}
  - {name: audit-action, expressions: {json: '/"b"'}}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - {name: Audit Action, expressions: {json: '/"a"'}}
  - {name: Audit Result, expressions: {json: '/"b"'}}
""",
    check=_check,
)
