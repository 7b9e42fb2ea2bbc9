"""Many records that all have one severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_MANY = 20


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for one in subject.content.types:
        severities = {record.severity for record in one.qids}
        kinds = {record.category for record in one.qids}
        if len(one.qids) >= _MANY and len(severities) == 1 and len(kinds) > 1:
            yield Problem(origin=one.origin, message=f"all {len(one.qids)} records have the severity {min(severities)}")


RULE = LintRule(
    id="qid/one-severity",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=PackageSubject,
    summary="The severities of a log source type tell events apart.",
    rationale=(
        "With one severity for all, a failed sign-in and a removed firewall rule weigh the same in every offense."
    ),
    help="give each record the severity that fits it, or omit it to use the severity of its category",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: e0, qid: e0}
  - {id: e1, qid: e1}
  - {id: e2, qid: e2}
  - {id: e3, qid: e3}
  - {id: e4, qid: e4}
  - {id: e5, qid: e5}
  - {id: e6, qid: e6}
  - {id: e7, qid: e7}
  - {id: e8, qid: e8}
  - {id: e9, qid: e9}
  - {id: e10, qid: e10}
  - {id: e11, qid: e11}
  - {id: e12, qid: e12}
  - {id: e13, qid: e13}
  - {id: e14, qid: e14}
  - {id: e15, qid: e15}
  - {id: e16, qid: e16}
  - {id: e17, qid: e17}
  - {id: e18, qid: e18}
  - {id: e19, qid: e19}
qids:
  e0: {name: 'Thing 0 happened', category: User Login Success, severity: 3}
  e1: {name: 'Thing 1 happened', category: User Login Failure, severity: 3}
  e2: {name: 'Thing 2 happened', category: User Login Success, severity: 3}
  e3: {name: 'Thing 3 happened', category: User Login Failure, severity: 3}
  e4: {name: 'Thing 4 happened', category: User Login Success, severity: 3}
  e5: {name: 'Thing 5 happened', category: User Login Failure, severity: 3}
  e6: {name: 'Thing 6 happened', category: User Login Success, severity: 3}
  e7: {name: 'Thing 7 happened', category: User Login Failure, severity: 3}
  e8: {name: 'Thing 8 happened', category: User Login Success, severity: 3}
  e9: {name: 'Thing 9 happened', category: User Login Failure, severity: 3}
  e10: {name: 'Thing 10 happened', category: User Login Success, severity: 3}
  e11: {name: 'Thing 11 happened', category: User Login Failure, severity: 3}
  e12: {name: 'Thing 12 happened', category: User Login Success, severity: 3}
  e13: {name: 'Thing 13 happened', category: User Login Failure, severity: 3}
  e14: {name: 'Thing 14 happened', category: User Login Success, severity: 3}
  e15: {name: 'Thing 15 happened', category: User Login Failure, severity: 3}
  e16: {name: 'Thing 16 happened', category: User Login Success, severity: 3}
  e17: {name: 'Thing 17 happened', category: User Login Failure, severity: 3}
  e18: {name: 'Thing 18 happened', category: User Login Success, severity: 3}
  e19: {name: 'Thing 19 happened', category: User Login Failure, severity: 3}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: e0, qid: e0}
  - {id: e1, qid: e1}
  - {id: e2, qid: e2}
  - {id: e3, qid: e3}
  - {id: e4, qid: e4}
  - {id: e5, qid: e5}
  - {id: e6, qid: e6}
  - {id: e7, qid: e7}
  - {id: e8, qid: e8}
  - {id: e9, qid: e9}
  - {id: e10, qid: e10}
  - {id: e11, qid: e11}
  - {id: e12, qid: e12}
  - {id: e13, qid: e13}
  - {id: e14, qid: e14}
  - {id: e15, qid: e15}
  - {id: e16, qid: e16}
  - {id: e17, qid: e17}
  - {id: e18, qid: e18}
  - {id: e19, qid: e19}
qids:
  e0: {name: 'Thing 0 happened', category: User Login Success, severity: 3}
  e1: {name: 'Thing 1 happened', category: User Login Failure, severity: 4}
  e2: {name: 'Thing 2 happened', category: User Login Success, severity: 3}
  e3: {name: 'Thing 3 happened', category: User Login Failure, severity: 4}
  e4: {name: 'Thing 4 happened', category: User Login Success, severity: 3}
  e5: {name: 'Thing 5 happened', category: User Login Failure, severity: 4}
  e6: {name: 'Thing 6 happened', category: User Login Success, severity: 3}
  e7: {name: 'Thing 7 happened', category: User Login Failure, severity: 4}
  e8: {name: 'Thing 8 happened', category: User Login Success, severity: 3}
  e9: {name: 'Thing 9 happened', category: User Login Failure, severity: 4}
  e10: {name: 'Thing 10 happened', category: User Login Success, severity: 3}
  e11: {name: 'Thing 11 happened', category: User Login Failure, severity: 4}
  e12: {name: 'Thing 12 happened', category: User Login Success, severity: 3}
  e13: {name: 'Thing 13 happened', category: User Login Failure, severity: 4}
  e14: {name: 'Thing 14 happened', category: User Login Success, severity: 3}
  e15: {name: 'Thing 15 happened', category: User Login Failure, severity: 4}
  e16: {name: 'Thing 16 happened', category: User Login Success, severity: 3}
  e17: {name: 'Thing 17 happened', category: User Login Failure, severity: 4}
  e18: {name: 'Thing 18 happened', category: User Login Success, severity: 3}
  e19: {name: 'Thing 19 happened', category: User Login Failure, severity: 4}
""",
    check=_check,
)
