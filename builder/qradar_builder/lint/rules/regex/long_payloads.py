"""A regular expression whose search time shows on the longest payloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.regex.report import LONGEST_PAYLOAD, USUAL_PAYLOAD, slow_message
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    attack = subject.attack()
    if attack is not None and not attack.is_exponential and USUAL_PAYLOAD < attack.slow_from <= LONGEST_PAYLOAD:
        yield Problem(origin=subject.origin, message=slow_message(subject.pattern, attack))


RULE = LintRule(
    id="regex/long-payloads",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A search in the longest payload that QRadar can take is quick, too.",
    rationale=(
        "An administrator can raise the limit of payloads to 32,000 bytes, and events of a workflow may be as long. A "
        "search whose time grows with the square of the length is slow there."
    ),
    help=(
        "begin the pattern with a fixed word or `^`, and let each repetition end where the next part begins: `[^,]*,` "
        "instead of `.*,`"
    ),
    bad=r"""
parsing:
  EventName: {regex: '([a-z]+\d+)$'}
""",
    good=r"""
parsing:
  EventName: {regex: '^([a-z]++\d++)$'}
""",
    check=_check,
)
