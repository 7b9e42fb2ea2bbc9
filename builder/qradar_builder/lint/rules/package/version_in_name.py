"""A name with a version in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_VERSION = re.compile(r"\bv?[0-9]+\.[0-9]+(?:\.[0-9]+)?\b", re.IGNORECASE)


def _check(subject: PackageSubject) -> Iterator[Problem]:
    name = subject.content.extension.name
    match = _VERSION.search(name)
    if match is not None:
        yield Problem(origin=subject.file("extension.yaml"), message=f"the name has the version `{match[0]}` in it")


RULE = LintRule(
    id="package/version-in-name",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="The name of a package has no version in it.",
    rationale=(
        "The console knows an extension by author and name: with another name, the next version is another "
        "extension, and the old one stays."
    ),
    help="remove the version from the name",
    bad="""\
# file: extension.yaml
id: example
name: Example v1.2
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
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
