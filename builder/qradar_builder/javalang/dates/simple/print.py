"""Prints an instant as a SimpleDateFormat does (Java 17, Locale.US)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import iso_weekday, week_start
from qradar_builder.javalang.dates.simple import calendar as c
from qradar_builder.javalang.dates.words import MONTHS, WEEKDAYS
from qradar_builder.javalang.dates.zone_names import zone_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.simple.reader import Field
    from qradar_builder.javalang.dates.zone import Zone


class _Shown:
    """An instant in a zone, in the calendar of its day."""

    def __init__(self, epoch_ms: int, zone: Zone) -> None:
        self.zone = zone
        base, self.saving = c.offsets_at(zone, epoch_ms // 1000)
        self.offset = base + self.saving
        self.epoch_day, self.clock = divmod(epoch_ms + self.offset * 1000, 86_400_000)
        self.year, self.month, self.day = c.date_of(self.epoch_day)
        self.hour = self.clock // 3_600_000

    @property
    def month_start(self) -> int:
        """The epoch day of the first of the month; October 1582 began on a Julian day."""
        if self.epoch_day >= c.CUTOVER_DAY and (self.year, self.month) == (1582, 10):
            return c.CUTOVER_DAY - 4
        return self.epoch_day - self.day + 1


def _week_of_month(shown: _Shown) -> int:
    return (shown.epoch_day - week_start(shown.month_start)) // 7 + 1


_NUMBERS: Final[dict[str, Callable[[_Shown], int]]] = {
    "M": lambda shown: shown.month,
    "L": lambda shown: shown.month,
    "d": lambda shown: shown.day,
    "k": lambda shown: shown.hour or 24,
    "H": lambda shown: shown.hour,
    "m": lambda shown: shown.clock // 60_000 % 60,
    "s": lambda shown: shown.clock // 1000 % 60,
    "S": lambda shown: shown.clock % 1000,
    "D": lambda shown: shown.epoch_day - c.first_day(shown.year) + 1,
    "F": lambda shown: (shown.epoch_day - shown.month_start) // 7 + 1,
    "w": lambda shown: c.calendar_week(shown.epoch_day)[1],
    "W": _week_of_month,
    "h": lambda shown: shown.hour % 12 or 12,
    "K": lambda shown: shown.hour % 12,
    "u": lambda shown: iso_weekday(shown.epoch_day),
    "y": lambda shown: shown.year if shown.year > 0 else 1 - shown.year,
    "Y": lambda shown: c.calendar_week(shown.epoch_day)[0],
}


def _era(shown: _Shown, _count: int) -> str:
    return "AD" if shown.year > 0 else "BC"


def _weekday(shown: _Shown, count: int) -> str:
    name = WEEKDAYS[iso_weekday(shown.epoch_day) - 1]
    return name if count >= 4 else name[:3]


def _half_day(shown: _Shown, _count: int) -> str:
    return "PM" if shown.hour >= 12 else "AM"


def _zone_name(shown: _Shown, count: int) -> str:
    zone = shown.zone
    table = zone_names()
    names = table.zones.get(zone.id) or next((row for zone_id, row, _ in table.listed if zone_id == zone.id), None)
    if names is None:
        return zone.id
    if shown.saving:
        return names.long_daylight if count >= 4 else names.short_daylight
    return names.long_standard if count >= 4 else names.short_standard


def _minutes(shown: _Shown) -> tuple[int, int]:
    """Return the hours and minutes of the offset, without sign; seconds fall away."""
    return divmod(abs(shown.offset) // 60, 60)


def _offset(shown: _Shown, _count: int) -> str:
    hours, minutes = _minutes(shown)
    return f"{'-' if shown.offset <= -60 else '+'}{hours:02d}{minutes:02d}"


def _iso_offset(shown: _Shown, count: int) -> str:
    if shown.offset == 0:
        return "Z"
    hours, minutes = _minutes(shown)
    sign = "-" if shown.offset <= -60 else "+"
    return f"{sign}{hours:02d}" + (f"{':' if count == 3 else ''}{minutes:02d}" if count > 1 else "")


_TEXTS: Final[dict[str, Callable[[_Shown, int], str]]] = {
    "G": _era,
    "E": _weekday,
    "a": _half_day,
    "z": _zone_name,
    "Z": _offset,
    "X": _iso_offset,
}


def _field(shown: _Shown, part: Field) -> str:
    text = _TEXTS.get(part.letter)
    if text is not None:
        return text(shown, part.count)
    if part.letter in "ML" and part.count > 2:
        return MONTHS[shown.month - 1] if part.count > 3 else MONTHS[shown.month - 1][:3]
    value = _NUMBERS[part.letter](shown)
    if part.letter in "yY" and part.count == 2:
        value = abs(value) % 100 * (-1 if value < 0 else 1)
    return f"{'-' if value < 0 else ''}{abs(value):0{part.count}d}"


def print_parts(parts: tuple[Field | str, ...], epoch_ms: int, zone: Zone) -> str:
    """Return the text of an instant (epoch milliseconds) in a zone."""
    shown = _Shown(epoch_ms, zone)
    return "".join(part if isinstance(part, str) else _field(shown, part) for part in parts)
