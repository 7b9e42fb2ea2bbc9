"""A time that is read without its zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_QUOTED = re.compile(r"'[^']*'")


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for each in matchers_of(subject.definition):
        if each.field == "DeviceTime" and each.ext_data:
            letters = set(_QUOTED.sub("", each.ext_data))
            has_utc = re.search(r"'[^']*Z'", each.ext_data) is not None
            if "H" in letters and not letters & set("zZXxOV") and has_utc:
                yield Problem(
                    origin=each.origin, message=f"the pattern `{fitted(each.ext_data, 60)}` skips a `Z`, which says UTC"
                )


RULE = LintRule(
    id="dsm/time-without-zone",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=TypeSubject,
    summary="A date pattern reads the zone that the time has.",
    rationale=(
        "Without a zone, QRadar takes the one of the event processor. A log source in another zone is hours off."
    ),
    help=("add the zone to the pattern (`X` for `Z` and `+02:00`, `Z` for `+0200`), or set the zone at the log source"),
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  DeviceTime: {json: '/"time"', format: "yyyy-MM-dd'T'HH:mm:ss'Z'"}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  DeviceTime: {json: '/"time"', format: "yyyy-MM-dd'T'HH:mm:ssX"}
""",
    check=_check,
)
