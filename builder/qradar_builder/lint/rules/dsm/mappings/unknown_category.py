"""Mappings without a category where EventCategory is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import reads_category
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    definition = subject.definition
    if definition.built_in or not reads_category(definition) or not definition.mappings:
        return
    without = [mapping for mapping in definition.mappings if mapping.category == "unknown"]
    if len(without) == len(definition.mappings):
        yield Problem(origin=without[0].origin, message="EventCategory is read, and no mapping has a category")


RULE = LintRule(
    id="dsm/unknown-category",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="If EventCategory is read from every event, the mappings have categories.",
    rationale=(
        "Both parts of the pair must fit. A mapping with the category `unknown` is only found for an event in "
        "which no expression of EventCategory finds anything."
    ),
    help="add the category to the mapping, or remove the expression for EventCategory",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
  EventCategory: {json: '/"kind"'}
events:
  - {id: "17", qid: login}
  - {id: "18", qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
  EventCategory: {json: '/"kind"'}
events:
  - {id: "17", category: a, qid: login}
  - {id: "18", category: a, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
