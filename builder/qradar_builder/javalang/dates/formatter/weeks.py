"""Makes a date of week-based fields (letters e, c, W, w, Y), with the weeks of Locale.US."""

from __future__ import annotations

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.calendar import civil, epoch_day, week_start, week_year
from qradar_builder.javalang.dates.fields import ResolutionError, checked

_INT_LIMIT = 2**31


def resolve_weeks(fields: dict[str, int]) -> tuple[int | None, bool]:
    """Take the week-based fields out of `fields` that make a date.

    Returns the epoch day, or None where there is no date in them, and whether `fields` has changed. Raises
    ResolutionError with Java's message for a value outside of its range.
    """
    changed = False
    for field in (f.LOCAL_WEEKDAY, f.WEEK_OF_MONTH, f.WEEK_OF_YEAR, f.WEEK_YEAR):
        if not -_INT_LIMIT <= fields.get(field, 0) < _INT_LIMIT:
            raise ResolutionError("integer overflow")
    if f.LOCAL_WEEKDAY in fields:
        fields[f.WEEKDAY] = (checked(f.LOCAL_WEEKDAY, fields.pop(f.LOCAL_WEEKDAY)) + 5) % 7 + 1
        changed = True
    if f.WEEKDAY not in fields:
        return None, changed
    if f.YEAR in fields:
        if f.WEEK_OF_MONTH in fields and f.MONTH in fields:
            return _by_week_of_month(fields), True
    elif f.WEEK_YEAR in fields and f.WEEK_OF_YEAR in fields:
        return _by_week_of_year(fields), True
    return None, changed


def _place(fields: dict[str, int]) -> int:
    """Return the days from Sunday to the weekday."""
    return checked(f.WEEKDAY, fields[f.WEEKDAY]) % 7


def _by_week_of_month(fields: dict[str, int]) -> int:
    place = _place(fields)
    year = checked(f.YEAR, fields[f.YEAR])
    month = checked(f.MONTH, fields[f.MONTH])
    week = checked(f.WEEK_OF_MONTH, fields[f.WEEK_OF_MONTH])
    for field in (f.WEEK_OF_MONTH, f.YEAR, f.MONTH, f.WEEKDAY):
        del fields[field]
    return _in_range(week_start(epoch_day(year, month, 1)) + (week - 1) * 7 + place)


def _by_week_of_year(fields: dict[str, int]) -> int:
    place = _place(fields)
    year = checked(f.WEEK_YEAR, fields[f.WEEK_YEAR])
    week = checked(f.WEEK_OF_YEAR, fields[f.WEEK_OF_YEAR])
    for field in (f.WEEK_YEAR, f.WEEK_OF_YEAR, f.WEEKDAY):
        del fields[field]
    weeks = week_year(epoch_day(year + 1, 1, 1) - 7)[1]
    return _in_range(week_start(epoch_day(year, 1, 1)) + (min(week, weeks) - 1) * 7 + place)


def _in_range(day: int) -> int:
    checked(f.YEAR, civil(day)[0])
    return day
