"""A description that is the name again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for one in subject.content.types:
        for record in one.qids:
            text = record.description.strip().rstrip(".").casefold()
            if text and text == record.name.strip().rstrip(".").casefold():
                yield Problem(
                    origin=record.origin, message=f"the description of `{fitted(record.name, 60)}` is its name"
                )


RULE = LintRule(
    id="qid/description-is-name",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="The description of a QID record says more than its name.",
    rationale="The description is what an analyst reads to learn what the event means.",
    help="say what happened and why, or leave the description out",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
qids:
  a: {name: 'Login failed', category: User Login Failure, severity: 3, description: Login failed.}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
qids:
  a: {name: 'Login failed', category: User Login Failure, severity: 3, description: Wrong password.}
""",
    check=_check,
)
