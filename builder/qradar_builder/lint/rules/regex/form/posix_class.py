"""A POSIX class that Java does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_POSIX = re.compile(r"\[:(?:alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]")


def _check(subject: RegexSubject) -> Iterator[Problem]:
    match = _POSIX.search(subject.pattern)
    if match is not None:
        yield Problem(
            origin=subject.origin, message=f"the pattern of {subject.use} has `{match[0]}`, which is no class in Java"
        )


RULE = LintRule(
    id="regex/posix-class",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A class of characters is written as Java knows it.",
    rationale="Java takes `[:digit:]` for a set of the letters and the colon. The class is `\\p{Digit}` in Java.",
    help="write `\\p{Digit}`, `\\p{Alpha}`, `\\p{Alnum}`, `\\s`, and so on",
    bad="""\
parsing:
  EventName: {regex: 'id=([[:digit:]]+)'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\p{Digit}+)'}
""",
    check=_check,
)
