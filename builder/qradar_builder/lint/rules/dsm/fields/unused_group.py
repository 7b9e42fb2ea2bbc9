"""A capture group that nothing uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import regex_matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: TypeSubject) -> Iterator[Problem]:
    used: dict[str, set[int]] = {}
    for each in regex_matchers_of(subject.definition):
        used.setdefault(each.matcher.pattern.id, set()).update(each.groups)
    told: set[str] = set()
    for each in regex_matchers_of(subject.definition):
        pattern = each.matcher.pattern
        unused = [number for number in range(1, each.compiled.group_count + 1) if number not in used[pattern.id]]
        if unused and pattern.id not in told and used[pattern.id] and not re.search(r"\\[1-9]|\\k<", pattern.text):
            told.add(pattern.id)
            yield Problem(
                origin=each.matcher.origin, message=f"{each.field} does not use group {unused[0]} of its pattern"
            )


RULE = LintRule(
    id="dsm/unused-group",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A pattern captures what its field takes, and no more.",
    rationale="A group that nothing uses costs time in every search, and looks as if it had a purpose.",
    help="write `(?:…)` for a group that is only there to hold alternatives together",
    bad="""\
parsing:
  EventName: {regex: '(id|code)=(\\w+)', capture: '\\2'}
""",
    good="""\
parsing:
  EventName: {regex: '(?:id|code)=(\\w+)'}
""",
    check=_check,
)
