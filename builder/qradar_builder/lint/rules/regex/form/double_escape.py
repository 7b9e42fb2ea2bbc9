"""A class that is escaped twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.regex import RegexSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_TWICE = re.compile(r"(?<!\\)\\\\(?:[dDwWsS](?:[+*?]|\{[0-9])|[.\[\](){}|])")


def _check(subject: RegexSubject) -> Iterator[Problem]:
    match = _TWICE.search(subject.pattern)
    if match is not None and not _is_path(subject.pattern):
        yield Problem(
            origin=subject.origin, message=f"the pattern of {subject.use} has `{match[0]}`, which looks for a backslash"
        )


def _is_path(pattern: str) -> bool:
    """Whether a pattern has other backslashes that are looked for, as those of Windows paths and of JSON are."""
    rest = _TWICE.sub("", pattern)
    return r"\\" in rest or '"' in rest


RULE = LintRule(
    id="regex/double-escape",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=RegexSubject,
    summary="A pattern has single backslashes.",
    rationale=(
        "In the source of a Java program each backslash is written twice. In a file, `\\\\d` is a backslash and "
        "the letter d."
    ),
    help="write one backslash",
    bad="""\
parsing:
  EventName: {regex: 'id=(\\\\d+)'}
""",
    good="""\
parsing:
  EventName: {regex: 'id=(\\d+)'}
""",
    check=_check,
)
