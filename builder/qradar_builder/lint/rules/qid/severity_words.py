"""A severity that contradicts the words of the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_THREAT = re.compile(
    r"\b(?:malware|ransomware|virus|trojan|exploit(?:ed)?|attack|intrusion|compromised?|breach)\b", re.IGNORECASE
)
_HANDLED = re.compile(
    r"\b(?:removed|deleted|cleaned|cleared|resolved|closed|scan|definition|update|updated|policy|rule|settings?|report|no)\b",
    re.IGNORECASE,
)
_QUIET = re.compile(
    r"\b(?:logged (?:in|out)|logout|login succeeded|viewed|listed|exported|heartbeat|started)\b", re.IGNORECASE
)
_LOW = 2
_HIGH = 8


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for one in subject.content.types:
        for record in one.qids:
            threat = _THREAT.search(record.name)
            quiet = _QUIET.search(record.name)
            if threat and not _HANDLED.search(record.name) and record.severity <= _LOW:
                yield Problem(origin=record.origin, message=f"`{threat[0]}` has the severity {record.severity}")
            elif quiet and not threat and record.severity >= _HIGH:
                yield Problem(origin=record.origin, message=f"`{quiet[0]}` has the severity {record.severity}")


RULE = LintRule(
    id="qid/severity-words",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=PackageSubject,
    summary="The severity of an event fits what its name says.",
    rationale="The severity is part of the magnitude by which offenses are sorted.",
    help="correct the severity, or the name",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: found, qid: found}
qids:
  found: {name: 'Ransomware found', category: Virus Detected, severity: 1}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: found, qid: found}
qids:
  found: {name: 'Ransomware found', category: Virus Detected, severity: 9}
""",
    check=_check,
)
