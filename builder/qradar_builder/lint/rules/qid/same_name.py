"""Two records with one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.content import QidRecord


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for one in subject.content.types:
        first: dict[str, QidRecord] = {}
        for record in one.qids:
            other = first.setdefault(record.name, record)
            if other is not record:
                yield Problem(
                    origin=record.origin,
                    message=f"another record has the name `{fitted(record.name, 60)}` too",
                    related=[(other.origin, "the other record")],
                )


RULE = LintRule(
    id="qid/same-name",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="QID records of a log source type have different names.",
    rationale=(
        "Searches and rules list events by their names. A search for one of the two misses the events of the other."
    ),
    help="use one record for both, or say in the names what differs",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
  - {id: b, qid: b}
qids:
  a: {name: 'Login failed', category: User Login Failure, severity: 3}
  b: {name: 'Login failed', category: User Login Failure, severity: 4}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
  - {id: b, qid: b}
qids:
  a: {name: 'Login failed', category: User Login Failure, severity: 3}
  b: {name: 'Login failed, locked', category: User Login Failure, severity: 4}
""",
    check=_check,
)
