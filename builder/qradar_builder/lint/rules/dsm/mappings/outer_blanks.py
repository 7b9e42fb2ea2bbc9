"""An event id or category with blanks around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for mapping in subject.definition.mappings:
        for text, what in ((mapping.event_id, "event id"), (mapping.category, "category")):
            if text != text.strip():
                yield Problem(origin=mapping.origin, message=f"the {what} `{fitted(text, 60)}` has spaces around it")


RULE = LintRule(
    id="dsm/outer-blanks",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="Event IDs and categories should not have spaces around them.",
    rationale="They are compared exactly, and nobody sees the space.",
    help="remove the spaces",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: "login ", qid: login}
  - {id: denied, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
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
