"""A custom property that is a normalized field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.reference.custom_properties import custom_properties
from qradar_builder.reference.normalized_fields import FIELDS
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_LABELS = {each.label.casefold(): each.name for each in FIELDS} | {each.name.casefold(): each.name for each in FIELDS}
_SHIPPED = frozenset(each.name for each in custom_properties())


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        field = _LABELS.get(" ".join(prop.name.casefold().split()))
        if field is not None and prop.name not in _SHIPPED:
            yield Problem(origin=prop.origin, message=f"the property `{fitted(prop.name, 60)}` is the field {field}")


RULE = LintRule(
    id="dsm/field-again",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="What has a normalized field is read into that field.",
    rationale=(
        "Rules, the asset profiler and the searches that QRadar ships use the field. A property of nearly its "
        "name stays empty in all of them."
    ),
    help="add an expression for the field under `parsing`",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Username
    expressions:
      - {json: '/"user"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audited Account
    expressions:
      - {json: '/"user"'}
""",
    check=_check,
)
