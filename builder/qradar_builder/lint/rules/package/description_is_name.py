"""A description that is the name again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: PackageSubject) -> Iterator[Problem]:
    extension = subject.content.extension
    if extension.description and extension.description.strip().rstrip(".").casefold() == extension.name.casefold():
        yield Problem(origin=subject.file("extension.yaml"), message="the description is the name again")


RULE = LintRule(
    id="package/description-is-name",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="The description of a package says more than its name.",
    rationale="Extensions Management shows both, one below the other.",
    help="say which log source types and workflows the package has",
    bad="""\
# file: extension.yaml
id: example
name: Example
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
description: Example
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
description: Events of Example
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
""",
    check=_check,
)
