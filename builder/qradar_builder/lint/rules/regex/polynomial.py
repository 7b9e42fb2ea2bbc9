"""A regular expression whose search time grows with a power of the payload's length, and shows on usual payloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.regex.report import USUAL_PAYLOAD, slow_message
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: RegexSubject) -> Iterator[Problem]:
    attack = subject.attack()
    if attack is not None and not attack.is_exponential and attack.slow_from <= USUAL_PAYLOAD:
        yield Problem(origin=subject.origin, message=slow_message(subject.pattern, attack))


RULE = LintRule(
    id="regex/polynomial",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A search in a payload of 4,096 bytes takes less than 2 seconds.",
    rationale=(
        "Each repetition whose end is open multiplies the ways to match by the length of the payload. After a few "
        "searches of more than 2 seconds, QRadar's RegexMonitor switches the expression off (notification 38750097)."
    ),
    help=(
        "let each repetition end where the next part begins: `[^,]*,` instead of `.*,`; begin the pattern with a "
        "fixed word or `^`; keep one open repetition at most"
    ),
    bad=r"""
parsing:
  EventName: {regex: '.*user.*event=.*code=(\w+)'}
""",
    good=r"""
parsing:
  EventName: {regex: '\bcode=(\w+)'}
""",
    check=_check,
)
