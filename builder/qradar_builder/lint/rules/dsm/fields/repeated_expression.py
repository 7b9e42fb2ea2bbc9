"""An expression that a field has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.lsx.model import Matcher


def _check(subject: TypeSubject) -> Iterator[Problem]:
    first: dict[object, Matcher] = {}
    for each in matchers_of(subject.definition):
        pattern = each.pattern
        key = (
            each.field, pattern.type or PatternType.JAVA, pattern.text, pattern.case_insensitive, each.capture_group,
            each.ext_data, pattern.pair_delimiter, pattern.value_delimiter, pattern.delimiter,
        )  # fmt: skip
        other = first.setdefault(key, each)
        if other is not each:
            yield Problem(
                origin=each.origin,
                message=f"{each.field} has the expression `{fitted(pattern.text, 60)}` twice",
                related=[(other.origin, "the first one")],
            )


RULE = LintRule(
    id="dsm/repeated-expression",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="The expressions of a field differ.",
    rationale="The second one is tried after the first found nothing, and finds nothing either.",
    help="remove it, or write what was meant",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {json: '/"user"'}
    - {json: '/"user"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {json: '/"user"'}
    - {json: '/"actor"'}
""",
    check=_check,
)
