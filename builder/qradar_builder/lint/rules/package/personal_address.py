"""A mail address of a person in a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Location, Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_ADDRESS = re.compile(
    r"[\w.+-]{2,64}@(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|gmx|web|proton(?:mail)?|live|aol)\.[a-z]{2,3}\b",
    re.IGNORECASE,
)


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for name in subject.names("tests"):
        text = subject.text(name) or ""
        match = _ADDRESS.search(text)
        if match is not None:
            line = text.count("\n", 0, match.start()) + 1
            domain = match[0].rpartition("@")[2]
            yield Problem(
                origin=Location(subject.file(name).file, line),
                message=f"has a mail address at {domain}, perhaps a person's",
            )


RULE = LintRule(
    id="package/personal-address",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=PackageSubject,
    summary="Samples have no addresses of real people in them.",
    rationale="Tests go with the package to everybody who gets it. IBM asks for samples without personal data.",
    help="replace the address by one in `example.com`",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "login", "user": "jane.roe@gmail.com"}'
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
  - payload: '{"code": "login", "user": "jane.roe@example.com"}'
    expect: {outcome: unknown}
""",
    check=_check,
)
