"""A property that is the whole payload."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_WHOLE = re.compile(r"\^?(?:\(\?[a-z]+\))?\(\.[*+]\??\)\$?")


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        for one in prop.rules:
            if one.expression.regex is not None and _WHOLE.fullmatch(one.expression.regex):
                yield Problem(origin=one.origin, message=f"`{fitted(prop.name, 60)}` is the whole payload")


RULE = LintRule(
    id="dsm/whole-payload",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A custom property is a part of the payload.",
    rationale="Such a property doubles the size of each event, and says no more than the payload.",
    help="write what is before and behind the value",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {regex: '(.*)'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {regex: 'action=(.*);'}
""",
    check=_check,
)
