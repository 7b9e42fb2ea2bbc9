"""An expression that takes its value from the syslog header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import regex_matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_HEADERS = (
    "<13>Jan  7 09:03:11 192.0.2.17 ",
    "<134>1 2024-01-07T09:03:11.000Z 192.0.2.17 audit 4711 ID47 - ",
)
_OF_HEADER = frozenset(("HostName", "NetBIOSName"))


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for each in regex_matchers_of(subject.definition):
        if each.field in _OF_HEADER or "Time" in each.field or not each.takes_group:
            continue
        values = [each.value_in(header) for header in _HEADERS]
        if all(values):
            yield Problem(origin=each.matcher.origin, message=f"{each.field} takes `{values[0]}` from a syslog header")


RULE = LintRule(
    id="dsm/header-match",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="An expression does not match in the syslog header.",
    rationale=(
        "The whole payload is searched, and the header comes first. The field then has the address or the "
        "name of the log source in every event."
    ),
    help="write what is before the value in the event, such as `src=([0-9.]+)`",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {regex: '(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {regex: 'src=(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})'}
""",
    check=_check,
)
