"""One expression that is repeated for many events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import PropertyRule


_FEWEST = 3


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        rules: dict[tuple[str, str], list[PropertyRule]] = {}
        for one in prop.rules:
            if one.qid is not None:
                rules.setdefault((one.expression.kind, one.expression.text), []).append(one)
        for same in rules.values():
            if len(same) >= _FEWEST:
                yield Problem(
                    origin=same[0].origin,
                    message=f"the property `{fitted(prop.name, 60)}` has this expression for {len(same)} events",
                )


RULE = LintRule(
    id="dsm/expression-for-each-event",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="An expression that is the same for many events is written once.",
    rationale=(
        "QRadar tries every expression of a property. The same one for several QID records costs more, and "
        "new events have none."
    ),
    help="write it once, without `qid`, or with the low-level category that the events share",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
  - {id: b, qid: b}
  - {id: c, qid: c}
qids:
  a: {name: 'Login succeeded', category: User Login Success, severity: 1}
  b: {name: 'Login denied', category: User Login Failure, severity: 4}
  c: {name: 'Logged out', category: User Login Success, severity: 1}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"act"', qid: a}
      - {json: '/"act"', qid: b}
      - {json: '/"act"', qid: c}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: a, qid: a}
  - {id: b, qid: b}
  - {id: c, qid: c}
qids:
  a: {name: 'Login succeeded', category: User Login Success, severity: 1}
  b: {name: 'Login denied', category: User Login Failure, severity: 4}
  c: {name: 'Logged out', category: User Login Success, severity: 1}
properties:
  - name: Audit Action
    expressions:
      - {json: '/"act"', qid: a}
      - {json: '/"act"', qid: b}
      - {json: '/"action"', qid: c}
""",
    check=_check,
)
