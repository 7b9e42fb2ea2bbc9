"""An event id that is free text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_TEXTS = frozenset(("message", "msg", "description", "text", "summary", "detail", "details", "comment", "body", "log"))
_WORD = re.compile(r"[A-Za-z]+")


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for each in matchers_of(subject.definition):
        if each.field != "EventName":
            continue
        kind = each.pattern.type or PatternType.JAVA
        words = _WORD.findall(each.pattern.text)
        if kind is not PatternType.JAVA and words and words[-1].casefold() in _TEXTS:
            yield Problem(origin=each.origin, message=f"the event id is the text of `{fitted(each.pattern.text, 60)}`")


RULE = LintRule(
    id="dsm/free-text-id",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="The event id is one of a known set.",
    rationale=(
        "An event is found by its id, compared as it is written. Free text has other names and numbers in "
        "each event, so that nearly all events stay unknown."
    ),
    help="capture the part that names the kind of event",
    bad="""\
parsing:
  EventName: {json: '/"event"/"message"'}
""",
    good="""\
parsing:
  EventName: {json: '/"event"/"code"'}
""",
    check=_check,
)
