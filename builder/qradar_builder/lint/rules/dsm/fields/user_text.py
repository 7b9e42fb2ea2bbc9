"""A field that a user of the log source can fill at will."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_OWN = re.compile(r"user[-_ ]?agent|x[-_ ]?forwarded|referr?er|query[-_ ]?string|user[-_ ]?comment", re.IGNORECASE)
_FIELDS = frozenset(("EventName", "EventCategory", "SourceIp", "DestinationIp", "UserName", "SourceIpv6"))


def _check(subject: TypeSubject) -> Iterator[Problem]:
    first: set[str] = set()
    for each in matchers_of(subject.definition):
        match = _OWN.search(each.pattern.text)
        if each.field in _FIELDS and match is not None and each.field not in first:
            yield Problem(origin=each.origin, message=f"{each.field} comes from `{match[0]}`, which a user writes")
        first.add(each.field)


RULE = LintRule(
    id="dsm/user-text",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=TypeSubject,
    summary="Fields that rules depend on do not come from text that users write.",
    rationale=(
        "The sender of a request chooses its User-Agent, its Referer and its X-Forwarded-For. An attacker can "
        "name another address or event there."
    ),
    help="take the value that the product has seen itself, such as the address of the connection",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {json: '/"xForwardedFor"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {json: '/"remoteAddress"'}
""",
    check=_check,
)
