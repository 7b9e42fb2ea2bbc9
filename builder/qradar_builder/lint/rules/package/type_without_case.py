"""A log source type with many mappings and no test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_MANY = 10


def _check(subject: PackageSubject) -> Iterator[Problem]:
    texts = [subject.text(name) or "" for name in subject.names("tests/events") if name.endswith(".yaml")]
    for one in subject.content.types:
        case = re.compile(rf"^log_source_type:\s*[\"']?{re.escape(one.key)}\b", re.MULTILINE)
        if len(one.mappings) >= _MANY and not any(case.search(text) for text in texts):
            yield Problem(
                origin=one.origin, message=f"`{fitted(one.name, 60)}` has {len(one.mappings)} mappings, and no test"
            )


RULE = LintRule(
    id="package/type-without-case",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="A log source type with ten mappings or more has a test case with samples.",
    rationale=(
        "Without samples nobody knows whether the expressions fit the events. A mistake shows on the console "
        "only, as events that stay unknown."
    ),
    help="add samples of events under tests/events",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: e0, qid: login}
  - {id: e1, qid: login}
  - {id: e2, qid: login}
  - {id: e3, qid: login}
  - {id: e4, qid: login}
  - {id: e5, qid: login}
  - {id: e6, qid: login}
  - {id: e7, qid: login}
  - {id: e8, qid: login}
  - {id: e9, qid: login}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: e0, qid: login}
  - {id: e1, qid: login}
  - {id: e2, qid: login}
  - {id: e3, qid: login}
  - {id: e4, qid: login}
  - {id: e5, qid: login}
  - {id: e6, qid: login}
  - {id: e7, qid: login}
  - {id: e8, qid: login}
  - {id: e9, qid: login}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "e0"}'
    expect: {qid: login}
""",
    check=_check,
)
