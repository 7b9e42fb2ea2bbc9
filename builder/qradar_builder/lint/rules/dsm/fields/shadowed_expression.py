"""An expression behind one that always finds something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of, regex_matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.lsx.model import Matcher


_PROBES = ("!", "<13>Jan  7 09:03:11 h a", '{"a": 1}', "x" * 40)


def _check(subject: TypeSubject) -> Iterator[Problem]:
    always: dict[str, Matcher] = {}
    by_matcher = {id(each.matcher): each for each in regex_matchers_of(subject.definition)}
    for each in matchers_of(subject.definition):
        before = always.get(each.field)
        if before is not None:
            yield Problem(
                origin=each.origin,
                message=f"this expression of {each.field} is never tried",
                related=[(before.origin, "this one finds something in every payload")],
            )
            continue
        one = by_matcher.get(id(each))
        if one is not None and all(one.value_in(probe) for probe in _PROBES):
            always[each.field] = each


RULE = LintRule(
    id="dsm/shadowed-expression",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="An expression that always finds something is the last of its field.",
    rationale=(
        "The expressions of a field are tried in their order, and the first value wins. What comes behind a "
        "pattern that matches in every payload is never tried."
    ),
    help="put the general expression last",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {regex: '(\\S+)'}
    - {regex: 'user=(\\S+)'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  UserName:
    - {regex: 'user=(\\S+)'}
    - {regex: '(\\S+)'}
""",
    check=_check,
)
