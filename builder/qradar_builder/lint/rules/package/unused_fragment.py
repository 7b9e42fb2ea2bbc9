"""A fragment that no workflow uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_USE = re.compile(r"\buse:\s*[\"']?([\w.-]+)")
_FOLDERS = ("workflows", "fragments")


def _check(subject: PackageSubject) -> Iterator[Problem]:
    used: set[str] = set()
    for folder in _FOLDERS:
        for name in subject.names(folder):
            used.update(_USE.findall(subject.text(name) or "") if name.endswith(".yaml") else ())
    for name in subject.names("fragments"):
        key = name.rpartition("/")[2].removesuffix(".yaml")
        if name.endswith(".yaml") and key not in used:
            yield Problem(origin=subject.file(name), message=f"no workflow uses the fragment `{key}`")


RULE = LintRule(
    id="package/unused-fragment",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="A workflow or a fragment uses each fragment.",
    rationale="Nobody notices when an unused fragment stops working, and the next author believes that it runs.",
    help="remove the fragment, or use it",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: fragments/begin.yaml
actions:
  - Log: {type: INFO, message: "begins"}
# file: workflows/example.yaml
name: Example
version: "1.0"
actions:
  - Log: {type: INFO, message: "runs"}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
# file: fragments/begin.yaml
actions:
  - Log: {type: INFO, message: "begins"}
# file: workflows/example.yaml
name: Example
version: "1.0"
actions:
  - use: begin
""",
    check=_check,
)
