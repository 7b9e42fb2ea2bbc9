"""A pattern between slashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SLASHES = re.compile(r"/\S.*[^\\]/[gimsuxy]{0,4}", re.DOTALL)
_INSIDE = re.compile(r"(?<!\\)/")


def _check(subject: RegexSubject) -> Iterator[Problem]:
    pattern = subject.pattern
    if _SLASHES.fullmatch(pattern) and not _INSIDE.search(pattern.strip("/gimsuxy")) and r"\/" not in pattern:
        yield Problem(origin=subject.origin, message=f"the pattern of {subject.use} is between slashes")


RULE = LintRule(
    id="regex/quoted-delimiters",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=RegexSubject,
    summary="A pattern has no slashes around it.",
    rationale=(
        "Java has no such form: the slashes, and the letters behind the last one, are part of what is searched for."
    ),
    help="remove the slashes",
    bad="""\
parsing:
  EventName: {regex: '/id=(\\w+)/i'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\w+)'}
""",
    check=_check,
)
