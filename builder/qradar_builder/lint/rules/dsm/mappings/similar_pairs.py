"""Mappings whose ids or categories differ only in case."""

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
    first: dict[tuple[str, str], EventMapping] = {}
    for mapping in subject.definition.mappings:
        key = (mapping.event_id.casefold(), mapping.category.casefold())
        other = first.setdefault(key, mapping)
        if other is not mapping and other.qid is not mapping.qid:
            yield Problem(
                origin=mapping.origin,
                message=f"`{fitted(mapping.event_id, 60)}` means another event in another case",
                related=[(other.origin, "the other mapping")],
            )


RULE = LintRule(
    id="dsm/similar-pairs",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="Event ids and categories differ in more than case.",
    rationale="They are compared exactly. Two spellings are right only if the log source writes both.",
    help="check with samples which spelling the log source writes, and remove the other one",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: Login, qid: login}
  - {id: login, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: Login, qid: login}
  - {id: LoginDenied, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
