"""A mapping whose event id no pattern can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of, values_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    definition = subject.definition
    if definition.built_in or definition.extension is None:
        return
    modifiers = [each for group in definition.extension.groups for each in group.event_matches]
    if any(each.capture_group_index is not None and each.look_up_qid for each in modifiers if each.pattern is not None):
        changed = any(each.pattern is not None and each.pattern.id != "AllEvents" for each in modifiers)
        if changed:
            return
    for field, value in (("EventName", "event_id"), ("EventCategory", "category")):
        expressions = [each for each in matchers_of(definition) if each.field == field]
        possible = [values_of(each) for each in expressions]
        if not possible or any(each is None for each in possible):
            continue
        for mapping in definition.mappings:
            text = getattr(mapping, value)
            if text != "unknown" and not any(each is not None and each(text) for each in possible):
                yield Problem(origin=mapping.origin, message=f"no expression of {field} can give `{fitted(text, 60)}`")


RULE = LintRule(
    id="dsm/impossible-id",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="Each mapping has an event id that an expression can give.",
    rationale=(
        "The mapping is never found. Often the id is misspelled, or the pattern does not take all characters of it."
    ),
    help="correct the id, or the pattern of EventName",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
  EventCategory: {json: '/"kind"'}
events:
  - {id: E17, category: a, qid: login}
  - {id: "18", category: a, qid: denied}
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
