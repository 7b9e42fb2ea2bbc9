"""A year that is found and not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_QUOTED = re.compile(r"'[^']*'")
_YEAR = re.compile(r"(?:\\d|\[0-9\])\{4\}|20(?:\\d|\[0-9\])|20\[[1-9]")


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for each in matchers_of(subject.definition):
        if each.field == "DeviceTime" and each.ext_data and each.pattern.type in {None, PatternType.JAVA}:
            letters = set(_QUOTED.sub("", each.ext_data))
            if letters & set("Md") and not letters & set("yYu") and _YEAR.search(each.pattern.text):
                yield Problem(
                    origin=each.origin,
                    message=f"the expression finds a year, and `{fitted(each.ext_data, 60)}` has none",
                )


RULE = LintRule(
    id="dsm/time-without-year",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A date pattern reads the year, if the expression finds one.",
    rationale=(
        "Without a year, QRadar guesses it. Events that are read again, or that come at the turn of the year, "
        "get the wrong one."
    ),
    help="capture the year, and add `yyyy` to the pattern",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  DeviceTime: {regex: '(\\w{3} \\d+) \\d{4} (\\d\\d:\\d\\d:\\d\\d)', capture: '\\1 \\2', format: "MMM d HH:mm:ss"}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  DeviceTime: {regex: '(\\w{3} \\d+ \\d{4} \\d\\d:\\d\\d:\\d\\d)', format: "MMM d yyyy HH:mm:ss"}
""",
    check=_check,
)
