"""An address that is read from the name of a host."""

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


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMES = frozenset(("hostname", "computername", "machinename", "fqdn", "devicename", "workstation", "servername"))


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for each in matchers_of(subject.definition):
        if each.field not in {"SourceIp", "DestinationIp", "SourceIpv6", "DestinationIpv6", "IdentityIp"}:
            continue
        words = [word.lower() for word in _WORD.findall(each.pattern.text)]
        is_key = (each.pattern.type or PatternType.JAVA) is not PatternType.JAVA
        if is_key and _NAMES & {"".join(words[-1:]), "".join(words[-2:])}:
            yield Problem(origin=each.origin, message=f"{each.field} is read from `{fitted(each.pattern.text, 60)}`")


RULE = LintRule(
    id="dsm/address-from-name",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=TypeSubject,
    summary="An address field reads an address.",
    rationale=(
        "QRadar drops a value that is not an address, and keeps the address of the packet. Every event then "
        "seems to come "
        "from the log source."
    ),
    help="read the member that has the address; put the name into HostName or a custom property",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {json: '/"client"/"hostname"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  SourceIp: {json: '/"client"/"ip"'}
""",
    check=_check,
)
