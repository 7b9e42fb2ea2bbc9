"""Categories of events that differ only in case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import EventMapping


def _check(subject: TypeSubject) -> Iterator[Problem]:
    first: dict[str, EventMapping] = {}
    told: set[str] = set()
    for mapping in subject.definition.mappings:
        other = first.setdefault(mapping.category.casefold(), mapping)
        if other.category != mapping.category and mapping.category not in told:
            told.add(mapping.category)
            yield Problem(
                origin=mapping.origin,
                message=f"the category `{fitted(mapping.category, 40)}` is also written `{fitted(other.category, 40)}`",
                related=[(other.origin, "the other spelling")],
            )


RULE = LintRule(
    id="dsm/category-spelling",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A category of events has one spelling.",
    rationale="Categories are compared exactly: an event whose category is written otherwise is unknown.",
    help="write each category as the log source does",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
  EventCategory: {json: '/"kind"'}
events:
  - {id: "17", category: Audit, qid: login}
  - {id: "18", category: audit, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
  EventCategory: {json: '/"kind"'}
events:
  - {id: "17", category: audit, qid: login}
  - {id: "18", category: audit, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
