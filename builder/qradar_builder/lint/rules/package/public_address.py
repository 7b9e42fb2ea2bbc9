"""A public address, or a mail address at a real domain, in a test."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Location, Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_IPV4 = late(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-]*\w)")
_IPV6 = late(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){1,6}(?![\w:])")
_MAIL = late(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})\b")
_RESERVED = late(
    r"(?:^|\.)(?:example(?:\.[a-z]{2,6})?|invalid|test|local|localhost|localdomain|internal|lan|corp|home|arpa|acme\.[a-z]+)$",
    re.IGNORECASE,
)
"""Domains that nobody has: those of RFC 2606 and 6762, and what samples have for a network of one's own."""
_LEAST_OCTET: Final = 32
"""Numbers below this alone are more likely a version than an address."""
_VERSION = late(r"(?:version|release|build|revision|\bv)\W*$", re.IGNORECASE)
_NEAR: Final = 24
"""How many characters before a number tell whether it is a version."""


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for name in subject.names("tests"):
        text = subject.text(name) or ""
        found = [(each.start(), each[0]) for each in _addresses(text)]
        if found:
            start, first = min(found)
            more = len({text for _, text in found}) - 1
            line = text.count("\n", 0, start) + 1
            others = f", and {more} more" if more else ""
            yield Problem(
                origin=Location(subject.file(name).file, line),
                message=f"has `{first}`{others}, which may be somebody's",
            )


def _addresses(text: str) -> Iterator[re.Match[str]]:
    for match in _IPV4.finditer(text):
        before = text[max(match.start() - _NEAR, 0) : match.start()]
        if _is_public_v4(match[0]) and _VERSION.search(before) is None:
            yield match
    for match in _IPV6.finditer(text):
        if _is_public_v6(match[0]):
            yield match
    for match in _MAIL.finditer(text):
        if _RESERVED.search(match[1]) is None:
            yield match


def _is_public_v4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except AddressValueError:
        return False
    is_host = address.packed[-1] != 0
    return is_host and address.is_global and not address.is_multicast and max(address.packed) >= _LEAST_OCTET


def _is_public_v6(text: str) -> bool:
    try:
        return IPv6Address(text).is_global
    except AddressValueError:
        return False


RULE = LintRule(
    id="package/public-address",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=PackageSubject,
    summary="Addresses in samples are of the ranges for documentation.",
    rationale=(
        "Tests go with the package to everybody who gets it. IBM asks for samples without the data of a customer, and "
        "an address or a mail domain tells whose events they were."
    ),
    help=(
        "replace it by one of 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 or 2001:db8::/32, and mail domains by "
        "`example.com`"
    ),
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "login", "ip": "93.184.215.14"}'
    expect: {outcome: unknown}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "login", "ip": "203.0.113.14", "version": "7.5.0.3", "user": "jane@example.com"}'
    expect: {outcome: unknown}
""",
    check=_check,
)
