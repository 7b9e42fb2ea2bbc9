"""A later version without a change log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: PackageSubject) -> Iterator[Problem]:
    version = subject.content.extension.version
    parts = [int(part) for part in version.split(".") if part.isdecimal()]
    if parts > [1, 0, 0] and subject.text("CHANGELOG.md") is None:
        yield Problem(origin=subject.file("extension.yaml"), message=f"version {version} has no CHANGELOG.md")


RULE = LintRule(
    id="package/no-changelog",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="From its second version on, a package has a change log.",
    rationale="The administrator who installs the new version needs to know which events, names, and "
    "severities changed.",
    help="add CHANGELOG.md with a section for each version",
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
## 1.1.0

- A category.
""",
    check=_check,
)
