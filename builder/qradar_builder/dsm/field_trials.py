"""The matchers of a match group as trials: by field, in order, each with the check of its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.extractors import compile_matcher, nothing
from qradar_builder.dsm.lsx.compiler import KINDS
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.dsm.trial import Trial
from qradar_builder.dsm.values.field_values import field_check, other_family, why_not
from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.reference.normalized_fields import UnknownField, normalized_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.lsx.model import Matcher, MatchGroup
    from qradar_builder.dsm.trial import Finish

_FIRST = {"EventName": 0, "EventCategory": 1}


def field_trials(group: MatchGroup, now: Callable[[], int], zone: str) -> dict[str, list[Trial]]:
    """The trials of a group by field. A matcher of a field that does not exist fills nothing.

    `now` gives epoch milliseconds; `zone` is the Java zone id of times that name none.
    """
    trials: dict[str, list[Trial]] = {}
    # EQUAL_ORDER: sorting keeps the order of the document.
    for matcher in sorted(group.matchers, key=lambda matcher: matcher.order):
        trial = _trial(matcher, now, zone)
        if trial is not None:
            trials.setdefault(matcher.field, []).append(trial)
    # What an event is comes first, for people; the order of the fields means nothing.
    return dict(sorted(trials.items(), key=lambda item: _FIRST.get(item[0], len(_FIRST))))


def _trial(matcher: Matcher, now: Callable[[], int], zone: str) -> Trial | None:
    try:
        value_type = normalized_field(matcher.field).value_type
    except UnknownField:
        return None
    extractor = compile_matcher(matcher)
    finish: Finish | None = None
    reason: Callable[[str], str] = _accepted
    if value_type == "time":
        try:
            times = compile_device_time(matcher.ext_data)
        except JavaDateError as error:
            extractor = nothing(f"the date pattern cannot run: {error}")
        else:
            finish = times.reader(now, zone)
            reason = lambda text: times.read(text, now(), zone).warning  # noqa: E731 - a closure as a value
    elif value_type != "string":
        finish = field_check(value_type)
        reason = lambda text: why_not(value_type, text)  # noqa: E731 - as above
    other = other_family(value_type)
    elsewhere = None if other is None else lambda text: other(text) is not None
    pattern = matcher.pattern
    return Trial(matcher, KINDS[pattern.type or PatternType.JAVA], pattern.text, extractor, finish, reason, elsewhere)


def _accepted(text: str) -> str:
    """Why a text is refused where every text is taken."""
    return f"`{text}` is refused"
