"""The text of DeviceTime and its date pattern become epoch milliseconds, or a warning that says why not.

Sources: IBM documentation, topics "Matcher" (ext-data) and "Predefined LEEF event attributes" (devTime); all else is in
`parsing_choices` under "Time".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.times.classes import DateClass, date_classes, shortened, year_at, zone_ids
from qradar_builder.dsm.values.times.epochs import is_epoch_pattern, read_epoch
from qradar_builder.dsm.values.times.patterns import (
    SAFE_EPOCH,
    SYSLOG_PATTERN,
    advice,
    advice_on_text,
    fitting,
    has_no_date,
    letters_of,
)
from qradar_builder.dsm.values.times.quick import quick_reader
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.guess import is_epoch
from qradar_builder.javalang.dates.joda.pattern import compile_joda
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT: Final = 200
"""How many characters a time may have; real ones have some dozens."""

_SYSLOG: Final = re.compile(r"([A-Za-z]{3}) (?: ?([0-9])|([0-9]{2}))( [0-9]{2}:[0-9]{2}:[0-9]{2})")
_YEARS: Final = frozenset("yYxC")
_TWICE_MS: Final = 3 * 3600 * 1000  # clocks go back by less
_PRINTED: Final = compile_joda("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
_NO_NUMBER: Final = (
    "no date pattern can read a number of seconds or milliseconds with both classes: use another time of the event"
)
_LEEF_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What a text says. `warning` tells why there is no time, and is empty where there is one.

    `joda` and `simple` are what the two classes make of the text: epoch milliseconds, or why they refuse it; None
    where a class was not asked.
    """

    epoch_ms: int | None
    warning: str = ""
    joda: int | str | None = None
    simple: int | str | None = None


class DeviceTime:
    """A compiled date pattern; see `compile_device_time`."""

    def __init__(self, pattern: str | None) -> None:
        self._needs_form = pattern is None
        self.pattern = SYSLOG_PATTERN if pattern is None else pattern
        self._joda, self._simple = date_classes(self.pattern)
        self._has_date = not has_no_date(self.pattern)
        self._needs_year = self._has_date and not letters_of(self.pattern) & _YEARS
        self._is_epoch = is_epoch_pattern(self.pattern)
        self._quick = quick_reader(self.pattern, self._agreed)

    def reader(self, now: Callable[[], int], zone: str) -> Callable[[str], int | None]:
        """Return the fast way to read many texts: the function gives the epoch milliseconds that `read` gives."""
        quick, read = self._quick, self.read
        if self._is_epoch:
            return lambda text: read_epoch(self.pattern, text)
        if quick is None:
            return lambda text: read(text, now(), zone, explain=False).epoch_ms

        quick_value = quick.of_many(now, zone, lambda text: read(text, now(), zone, explain=False).epoch_ms)

        def syslog_value(text: str) -> int | None:
            form = _syslog_form(text)
            return None if form is None else quick_value(form)

        return syslog_value if self._needs_form else quick_value

    def read(self, text: str, now_ms: int, zone: str, *, explain: bool = True) -> TimeReading:
        """Read a text that was received at a time (epoch milliseconds). Without `explain` no advice is worked out.

        `zone` is that of the event processor: UTC, an offset or a region. Raises JavaDateError for what is no zone.
        """
        if len(text) > MAX_TEXT:
            return _too_long(text)
        if self._needs_form:
            form = _syslog_form(text)
            if form is None:
                return TimeReading(None, _without_pattern(text))
            text = form
        if self._quick is not None:
            found = self._quick(text, now_ms, zone)
            if found is not None:
                return TimeReading(found, "", found, found)
        return self._compare(text, now_ms, zone, explain=explain)

    def read_simple(self, text: str, now_ms: int, zone: str) -> int | str:
        """Read a text with SimpleDateFormat alone: epoch milliseconds, or why not."""
        if self._quick is not None:
            found = self._quick(text, now_ms, zone)
            if found is not None:
                return found
        return self._simple.read(text, now_ms, zone_ids(zone)[1], self._year(now_ms, zone))

    def _compare(self, text: str, now_ms: int, zone: str, *, explain: bool = True) -> TimeReading:
        """DATE_CLASS."""
        joda = self._joda.read(text, now_ms, zone_ids(zone)[0], self._year(now_ms, zone))
        simple = self.read_simple(text, now_ms, zone)
        if self._is_epoch:
            found = read_epoch(self.pattern, text)
            if found is not None:
                return TimeReading(found, "", joda, simple)
        if isinstance(joda, str) and isinstance(simple, str):
            instead = "".join(f"{each}; " for each in (self._instead(text) if explain else ()))
            warning = (
                f"`{text}` does not match the date pattern `{shortened(self.pattern)}`: {instead}{_said(joda, simple)}"
            )
        elif joda != simple or isinstance(joda, str):
            mending = "".join(f"; {each}" for each in self._mending(text, zone, joda, simple))
            warning = f"`{text}`: {_said(joda, simple)}; it is not known which of the two QRadar uses{mending}"
        elif not self._has_date:
            # MISSING_DATE
            warning = f"`{text}`: the date pattern `{shortened(self.pattern)}` has no date, so the time has no date"
        else:
            return TimeReading(joda, "", joda, simple)
        return TimeReading(None, warning, joda, simple)

    def _mending(self, text: str, zone: str, joda: int | str, simple: int | str) -> tuple[str, ...]:
        found = advice(self.pattern, text)
        if not found and isinstance(joda, int) and isinstance(simple, int) and abs(joda - simple) <= _TWICE_MS:
            return (f"this time occurred twice in {zone}: add an offset to the time, and end the pattern with ` Z`",)
        return found

    def _instead(self, text: str) -> tuple[str, ...]:
        """What to do about a text that neither class reads."""
        if not text.strip():
            return ("the text is empty",)
        if is_epoch(text):
            return (f"{_NO_NUMBER}, or {SAFE_EPOCH}",)
        pattern = fitting(text)
        if pattern is not None:
            return (f"`{pattern}` reads this text",)
        return advice(self.pattern, text) or advice_on_text(text)

    def _year(self, now_ms: int, zone: str) -> int | None:
        return year_at(now_ms // 1000, zone) if self._needs_year else None

    def _agreed(self, text: str, year: int | None) -> int | None:
        """The instant that both classes read in UTC from a text, in the year where it has none."""
        joda, simple = (_read_in_utc(each, text, year) for each in (self._joda, self._simple))
        return joda if joda == simple else None


def _read_in_utc(date_class: DateClass, text: str, year: int | None) -> int | None:
    if year is None:
        instant = date_class.read(text, 0, "UTC")
        return instant if isinstance(instant, int) else None
    try:
        return date_class.read_in_year(text, "UTC", year)
    except JavaDateError:
        return None


def _said(joda: int | str, simple: int | str) -> str:
    return f"Joda-Time {_result(joda)}, and SimpleDateFormat {_result(simple)}"


def _result(result: int | str) -> str:
    if isinstance(result, str):
        return result
    return f"reads {_PRINTED.format(result, 'UTC').replace('.000Z', 'Z')}"


def _too_long(text: str) -> TimeReading:
    return TimeReading(None, f"`{shortened(text)}` is not a time: it has {counted(len(text), 'character')}")


def _without_pattern(text: str) -> str:
    """NO_DATE_PATTERN."""
    return (
        f"`{shortened(text)}` does not have the form `{SYSLOG_PATTERN}`, and other times need a date pattern: "
        f"set it as `format` (`ext-data` in a log source extension)"
    )


def _syslog_form(text: str) -> str | None:
    """A time of the syslog form with two digits for the day; None for another text."""
    found = _SYSLOG.fullmatch(text)
    if found is None:
        return None
    month, digit, digits, clock = found.groups()
    return f"{month} {digits or '0' + digit}{clock}"


@lru_cache(maxsize=512)
def compile_device_time(pattern: str | None) -> DeviceTime:
    """Compile a Java date pattern; None is for texts without one.

    Raises JavaDateError where both classes refuse the pattern.
    """
    return DeviceTime(pattern)


def read_message_time(
    text: str, pattern: str | None, now_ms: int, zone: str, *, of_pattern: str = "devTimeFormat"
) -> TimeReading:
    """Read the time of a LEEF or CEF event: 10 or 13 digits are epoch seconds or milliseconds.

    `of_pattern` is what the pattern is to people. Only SimpleDateFormat counts: IBM documentation, topic "Custom event
    date format". Raises JavaDateError for what is no zone.
    """
    if _LEEF_EPOCH.fullmatch(text):
        # LEEF_DIGITS
        return TimeReading(int(text) * (1000 if len(text) == 10 else 1))
    if len(text) > MAX_TEXT:
        return _too_long(text)
    if pattern is None:
        return TimeReading(None, f"`{text}` is not an epoch time of 10 or 13 digits, and there is no {of_pattern}")
    try:
        times = compile_device_time(pattern)
    except JavaDateError as error:
        return TimeReading(None, f"{of_pattern}: {error.message}")
    simple = times.read_simple(text, now_ms, zone)
    if isinstance(simple, str):
        warning = f"`{text}` does not match the {of_pattern} `{shortened(pattern)}`: SimpleDateFormat {simple}"
        return TimeReading(None, warning, simple=simple)
    return TimeReading(simple, simple=simple)
