"""An address of the author that is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


def _check(subject: PackageSubject) -> Iterator[Problem]:
    email = subject.content.extension.author.email
    if email and not _ADDRESS.fullmatch(email):
        yield Problem(origin=subject.file("extension.yaml"), message=f"`{fitted(email, 60)}` is no mail address")


RULE = LintRule(
    id="package/author-address",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="The address of the author is a mail address.",
    rationale="The App Exchange refuses an extension without one, and users cannot reach the author.",
    help="write a mail address, such as `siem@example.com`",
    bad="""\
# file: extension.yaml
id: example
name: Example
version: 1.0.0
author: {name: Example Corp, email: siem at example}
qradar: {minimum: 7.5.0}
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
""",
    good="""\
# file: extension.yaml
id: example
name: Example
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
""",
    check=_check,
)
