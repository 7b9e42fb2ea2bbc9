"""A mapping that says no more than none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import EventMapping


_NOTHING = (10001, 10009)


def _check(subject: TypeSubject) -> Iterator[Problem]:
    told: set[int] = set()
    for mapping in subject.definition.mappings:
        if mapping.qid.category in _NOTHING and id(mapping.qid) not in told:
            told.add(id(mapping.qid))
            yield Problem(
                origin=mapping.origin,
                message=f"`{fitted(mapping.event_id, 60)}` is mapped to the category {_name(mapping)}",
            )


def _name(mapping: EventMapping) -> str:
    return "Stored" if mapping.qid.category == _NOTHING[1] else "Unknown"


RULE = LintRule(
    id="dsm/no-information",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="A mapping leads to a category that says something.",
    rationale=(
        "An event in the category Unknown or Stored is treated as one without a mapping. Searches and rules "
        "that leave those out do not see it."
    ),
    help="choose a category that says what happened",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
qids:
  login: {name: 'Login succeeded', category: Unknown / Unknown, severity: 1}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
""",
    check=_check,
)
