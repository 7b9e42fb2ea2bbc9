"""A later version without its identities."""

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
    if parts > [1, 0, 0] and subject.content.types and subject.text("identity.lock.yaml") is None:
        yield Problem(origin=subject.file("extension.yaml"), message=f"version {version} has no identity.lock.yaml")


RULE = LintRule(
    id="package/no-lock",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="From its second version on, a package has its identity.lock.yaml.",
    rationale=(
        "The lock keeps the numbers of log source types and QID records. Without it, a build hands them out "
        "again, and an update may make new records instead of the old ones."
    ),
    help="take identity.lock.yaml of the last build into the repository",
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
