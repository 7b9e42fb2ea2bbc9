"""A version that the change log does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: PackageSubject) -> Iterator[Problem]:
    version = subject.content.extension.version
    text = subject.text("CHANGELOG.md")
    if text is not None and not re.search(rf"(?<![0-9.]){re.escape(version)}(?![0-9.]*[0-9])", text):
        yield Problem(origin=subject.file("CHANGELOG.md"), message=f"says nothing of version {version}")


RULE = LintRule(
    id="package/changelog-version",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="The change log has the version of the package.",
    rationale="The guide shows the change log. The administrator who installs the version does not see what "
    "is new in it.",
    help="add a section for the version to CHANGELOG.md",
    bad="""\
# file: extension.yaml
id: example
name: Example
version: 1.1.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: CHANGELOG.md
# Example

## 1.0.0

- The first version.
""",
    good="""\
# file: extension.yaml
id: example
name: Example
version: 1.1.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: CHANGELOG.md
# Example

## 1.1.0

- A category.

## 1.0.0

- The first version.
""",
    check=_check,
)
