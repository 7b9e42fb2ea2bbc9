"""A custom log source type without mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    definition = subject.definition
    if (
        definition.has_mappings
        and definition.extension is not None
        and not definition.built_in
        and not definition.mappings
    ):
        yield Problem(origin=definition.origin, message=f"`{definition.name}` maps no event")


RULE = LintRule(
    id="dsm/no-mapping",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A custom log source type maps its events.",
    rationale="Without mappings all events are unknown: no rule can find them by what they mean.",
    help="add mappings under `events`",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
  - {id: denied, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
