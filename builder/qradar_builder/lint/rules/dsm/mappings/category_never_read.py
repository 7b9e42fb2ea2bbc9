"""A mapping with a category that no expression reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import reads_category
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    definition = subject.definition
    if definition.extension is None or definition.built_in or reads_category(definition):
        return
    for mapping in definition.mappings:
        if mapping.category != "unknown":
            yield Problem(
                origin=mapping.origin,
                message=f"no expression gives the category `{fitted(mapping.category, 60)}`: EventCategory is not read",
            )


RULE = LintRule(
    id="dsm/category-never-read",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="If a mapping has a category, the log source type reads EventCategory.",
    rationale="Without an expression, the category of every event is `unknown`, and the mapping is never found.",
    help="add an expression for EventCategory, or remove the category from the mapping",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, category: audit, qid: login}
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
