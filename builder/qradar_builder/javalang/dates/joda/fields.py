"""The fields of Joda-Time's ISO calendar: how each is read, set and rounded on a local time in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import civil, day_of_year, epoch_day, is_leap, iso_weekday, month_length
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

_SECOND: Final = 1000
_MINUTE: Final = 60_000
_HOUR: Final = 3_600_000
DAY_MS: Final = 86_400_000
_WEEK: Final = 7 * DAY_MS
_MONTH: Final = 2_629_746_000  # a twelfth of the average year
_YEAR: Final = 31_556_952_000
_MIN_YEAR: Final = -292275054
_MAX_YEAR: Final = 292278993
_LONG_MIN: Final = -(2**63)
_UNBOUNDED: Final = 2**70  # fields that nothing contains sort before all others


class FieldValueError(Exception):
    """A value outside of its field's range; the message is Joda-Time's."""


@dataclass(frozen=True, slots=True)
class JodaField:
    """A field: `span` is the length of what contains it, `unit` its own, both in ms.

    `get` reads it from a local time, `set` writes it, `floor` removes everything smaller than it.
    """

    name: str
    span: int
    unit: int
    get: Callable[[int], int]
    set: Callable[[int, int], int]
    floor: Callable[[int], int]


def _check(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise FieldValueError(f"Value {value} for {name} must be in the range [{low},{high}]")


def _date(local: int) -> tuple[int, int, int]:
    return civil(local // DAY_MS)


def _millis(year: int, month: int, day: int, clock: int = 0) -> int:
    return epoch_day(year, month, day) * DAY_MS + clock


def _with_year(local: int, year: int) -> int:
    """Return a time with another year; days behind February keep their month and day."""
    old_year, month, day = _date(local)
    number = day_of_year(old_year, month, day)
    if number > 59:
        number += int(is_leap(year)) - int(is_leap(old_year))
    return _millis(year, 1, 1, local % DAY_MS) + (number - 1) * DAY_MS


def _year(local: int) -> int:
    return _date(local)[0]


def _set_year(local: int, year: int) -> int:
    _check("year", year, _MIN_YEAR, _MAX_YEAR)
    return _with_year(local, year)


def _floor_year(local: int) -> int:
    return _millis(_year(local), 1, 1)


def _year_of_era(local: int) -> int:
    year = _year(local)
    return year if year > 0 else 1 - year


def _set_year_of_era(local: int, value: int) -> int:
    _check("yearOfEra", value, 1, _MAX_YEAR)
    return _with_year(local, value if _year(local) > 0 else 1 - value)


def _era(local: int) -> int:
    return int(_year(local) > 0)


def _set_era(local: int, era: int) -> int:
    return local if _era(local) == era else _with_year(local, -_year(local))


def _floor_era(local: int) -> int:
    return _millis(1, 1, 1) if _era(local) else _LONG_MIN


def _century(local: int) -> int:
    return abs(_year(local)) // 100


def _set_century(local: int, value: int) -> int:
    _check("centuryOfEra", value, 0, _MAX_YEAR // 100)
    year = _year(local)
    changed = value * 100 + abs(year) % 100
    return _with_year(local, -changed if year < 0 else changed)


def _floor_century(local: int) -> int:
    year = _century(local) * 100
    return _floor_year(_with_year(local, -year if _year(local) < 0 else year))


def _monday(day: int) -> int:
    return day - (day + 3) % 7


def _week_year_start(year: int) -> int:
    """Return the epoch day of the Monday of ISO week 1: the week that holds 4 January."""
    return _monday(epoch_day(year, 1, 4))


def _week_year(local: int) -> int:
    return civil(_monday(local // DAY_MS) + 3)[0]  # a week belongs to the year of its Thursday


def _week(local: int) -> int:
    return (_monday(local // DAY_MS) - _week_year_start(_week_year(local))) // 7 + 1


def _weeks_in(year: int) -> int:
    return (_week_year_start(year + 1) - _week_year_start(year)) // 7


def _set_week_year(local: int, value: int) -> int:
    if abs(value) > _MAX_YEAR:
        raise FieldValueError(f"Value {abs(value)} for weekyear must be in the range [{_MIN_YEAR},{_MAX_YEAR}]")
    week = min(_week(local), _weeks_in(value))
    day = _week_year_start(value) + (week - 1) * 7 + iso_weekday(local // DAY_MS) - 1
    return day * DAY_MS + local % DAY_MS


def _set_week(local: int, value: int) -> int:
    _check("weekOfWeekyear", value, 1, _weeks_in(_week_year(local)) if value > 52 else 52)
    return local + (value - _week(local)) * _WEEK


def _month(local: int) -> int:
    return _date(local)[1]


def _set_month(local: int, value: int) -> int:
    _check("monthOfYear", value, 1, 12)
    year, _, day = _date(local)
    return _millis(year, value, min(day, month_length(year, value)), local % DAY_MS)


def _floor_month(local: int) -> int:
    year, month, _ = _date(local)
    return _millis(year, month, 1)


def _set_day(local: int, value: int) -> int:
    year, month, day = _date(local)
    _check("dayOfMonth", value, 1, month_length(year, month) if value > 28 or value < 1 else 28)
    return local + (value - day) * DAY_MS


def _day_of_year(local: int) -> int:
    return day_of_year(*_date(local))


def _set_day_of_year(local: int, value: int) -> int:
    longest = 366 if is_leap(_year(local)) else 365
    _check("dayOfYear", value, 1, longest if value > 365 or value < 1 else 365)
    return local + (value - _day_of_year(local)) * DAY_MS


def _weekday(local: int) -> int:
    return iso_weekday(local // DAY_MS)


def _set_weekday(local: int, value: int) -> int:
    _check("dayOfWeek", value, 1, 7)
    return local + (value - _weekday(local)) * DAY_MS


def _floor_day(local: int) -> int:
    return local - local % DAY_MS


def _precise(name: str, span: int, unit: int) -> JodaField:
    """Return a field of the clock, counted from 0."""
    count = span // unit

    def get(local: int) -> int:
        return local // unit % count

    def set_value(local: int, value: int) -> int:
        _check(name, value, 0, count - 1)
        return local + (value - get(local)) * unit

    return JodaField(name, span, unit, get, set_value, lambda local: local - local % unit)


def _clock_hour(name: str, hours: JodaField, span: int) -> JodaField:
    """Return an hour field whose largest value stands for 0."""
    count = span // _HOUR

    def get(local: int) -> int:
        return hours.get(local) or count

    def set_value(local: int, value: int) -> int:
        _check(name, value, 1, count)
        return hours.set(local, value % count)

    return JodaField(name, span, _HOUR, get, set_value, hours.floor)


ERA: Final = JodaField("era", _UNBOUNDED, _UNBOUNDED, _era, _set_era, _floor_era)
CENTURY: Final = JodaField("centuryOfEra", _UNBOUNDED, 100 * _YEAR, _century, _set_century, _floor_century)
YEAR: Final = JodaField("year", _UNBOUNDED, _YEAR, _year, _set_year, _floor_year)
YEAR_OF_ERA: Final = JodaField("yearOfEra", _UNBOUNDED, _YEAR, _year_of_era, _set_year_of_era, _floor_year)
WEEK_YEAR: Final = JodaField(
    "weekyear",
    _UNBOUNDED,
    _YEAR,
    _week_year,
    _set_week_year,
    lambda local: _week_year_start(_week_year(local)) * DAY_MS,
)
MONTH: Final = JodaField("monthOfYear", _YEAR, _MONTH, _month, _set_month, _floor_month)
WEEK: Final = JodaField(
    "weekOfWeekyear", _YEAR, _WEEK, _week, _set_week, lambda local: _monday(local // DAY_MS) * DAY_MS
)
DAY_OF_YEAR: Final = JodaField("dayOfYear", _YEAR, DAY_MS, _day_of_year, _set_day_of_year, _floor_day)
DAY: Final = JodaField("dayOfMonth", _MONTH, DAY_MS, lambda local: _date(local)[2], _set_day, _floor_day)
WEEKDAY: Final = JodaField("dayOfWeek", _WEEK, DAY_MS, _weekday, _set_weekday, _floor_day)
HALF_DAY: Final = _precise("halfdayOfDay", DAY_MS, DAY_MS // 2)
HOUR: Final = _precise("hourOfDay", DAY_MS, _HOUR)
CLOCK_HOUR: Final = _clock_hour("clockhourOfDay", HOUR, DAY_MS)
HALF_HOUR: Final = _precise("hourOfHalfday", DAY_MS // 2, _HOUR)
CLOCK_HALF_HOUR: Final = _clock_hour("clockhourOfHalfday", HALF_HOUR, DAY_MS // 2)
MINUTE: Final = _precise("minuteOfHour", _HOUR, _MINUTE)
SECOND: Final = _precise("secondOfMinute", _MINUTE, _SECOND)
MILLI: Final = _precise("millisOfSecond", _SECOND, 1)

_DEFAULT_YEAR: Final = 2000


def local_time(saved: list[tuple[JodaField, int]]) -> int:
    """Return the local time, in ms as if it were UTC, of fields in the order in which they were read.

    Larger fields are set first. Without a year the year is 2000, or 1970 where there is no date at all. Raises
    FieldValueError.
    """
    fields = sorted(saved, key=lambda pair: (-pair[0].span, -pair[0].unit))
    if fields and DAY_MS <= fields[0][0].unit <= _MONTH:
        fields = sorted([*fields, (YEAR, _DEFAULT_YEAR)], key=lambda pair: (-pair[0].span, -pair[0].unit))
    local = 0
    for field, value in fields:
        local = field.floor(field.set(local, value))
    for place, (field, value) in enumerate(fields, 1):
        local = field.set(local, value)
        if place == len(fields):
            local = field.floor(local)
    return local
