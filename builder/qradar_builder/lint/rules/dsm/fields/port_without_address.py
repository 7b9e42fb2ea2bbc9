"""A port without its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.lsx.model import Matcher


_PAIRS = (
    ("SourcePort", ("SourceIp", "SourceIpv6")),
    ("DestinationPort", ("DestinationIp", "DestinationIpv6")),
    ("SourcePortPreNAT", ("SourceIpPreNAT",)),
    ("SourcePortPostNAT", ("SourceIpPostNAT",)),
    ("DestinationPortPreNAT", ("DestinationIpPreNAT",)),
    ("DestinationPortPostNAT", ("DestinationIpPostNAT",)),
)


def _check(subject: TypeSubject) -> Iterator[Problem]:
    if subject.definition.built_in:
        return
    first: dict[str, Matcher] = {}
    for each in matchers_of(subject.definition):
        first.setdefault(each.field, each)
    for port, addresses in _PAIRS:
        if port in first and not any(address in first for address in addresses):
            yield Problem(origin=first[port].origin, message=f"{port} is read, and {addresses[0]} is not")


RULE = LintRule(
    id="dsm/port-without-address",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="A log source type that reads a port reads the address too.",
    rationale=(
        "Without the address, QRadar takes that of the packet: the event shows the port of one system and "
        "the address of another."
    ),
    help="add an expression for the address",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  SourcePort: {json: '/"port"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  SourcePort: {json: '/"port"'}
  SourceIp: {json: '/"ip"'}
""",
    check=_check,
)
