"""A sample that its own expression does not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_SECONDS = 0.5


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for prop in subject.definition.properties:
        for one in prop.rules:
            expression = one.expression
            if expression.regex is None or not expression.sample:
                continue
            try:
                found = compile_pattern(expression.regex).search(expression.sample, _SECONDS)
            except (JavaRegexError, RegexTimeout):
                continue
            if found is None:
                yield Problem(
                    origin=one.origin,
                    message=f"this expression of `{fitted(prop.name, 60)}` finds nothing in its sample",
                )


RULE = LintRule(
    id="dsm/wrong-sample",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="An expression matches its own sample.",
    rationale=(
        "The editor of the console shows the sample with nothing found in it. Often the expression was "
        "changed and the sample was not."
    ),
    help="write a payload that the expression matches, or correct the expression",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {regex: 'action=(\\w+)', sample: 'act=login'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
properties:
  - name: Audit Action
    expressions:
      - {regex: 'action=(\\w+)', sample: 'action=login'}
""",
    check=_check,
)
