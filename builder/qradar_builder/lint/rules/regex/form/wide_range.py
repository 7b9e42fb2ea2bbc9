"""A range that has more than letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_WIDE = re.compile(r"\[(?:[^\]\\]|\\.)*?(?<!\\)A-z")


def _check(subject: RegexSubject) -> Iterator[Problem]:
    if _WIDE.search(subject.pattern):
        yield Problem(origin=subject.origin, message=f"the pattern of {subject.use} has the range `A-z`")


RULE = LintRule(
    id="regex/wide-range",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A range of letters is `A-Za-z`.",
    rationale="`A-z` takes six other characters too, among them `[`, `]`, and `_`.",
    help="write `A-Za-z`, and what else is meant",
    bad="""\
parsing:
  EventName: {regex: 'id=([A-z]+)'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=([A-Za-z_]+)'}
""",
    check=_check,
)
