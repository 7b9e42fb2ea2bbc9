"""A placeholder in what describes a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: PackageSubject) -> Iterator[Problem]:
    extension = subject.content.extension
    texts = {"name": extension.name, "description": extension.description, "author": extension.author.name}
    for key, text in texts.items():
        if is_placeholder(text):
            yield Problem(
                origin=subject.file("extension.yaml"), message=f"`{key}` is the placeholder `{fitted(text, 60)}`"
            )


RULE = LintRule(
    id="package/placeholder-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="Nothing in extension.yaml is left for a person to fill in.",
    rationale="The console shows these texts in Extensions Management.",
    help="write the text",
    bad="""\
# file: extension.yaml
id: example
name: Example
version: 1.0.0
author: {name: Example Corp, email: siem@example.com}
qradar: {minimum: 7.5.0}
description: "<what it is for>"
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
