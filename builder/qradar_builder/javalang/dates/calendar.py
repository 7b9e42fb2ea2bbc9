"""Calendar arithmetic for any year: proleptic Gregorian and Julian dates, and the weeks of the US locale.

A day is counted from 1970-01-01 (epoch day 0). Weeks start on Sunday, and the week that holds 1 January is week 1: what
Java uses for Locale.US.
"""

from __future__ import annotations

from typing import Final

_BEFORE_MONTH: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_IN_400_YEARS: Final = 146097
SECONDS_IN_DAY: Final = 86400


def is_leap(year: int) -> bool:
    """Say whether a proleptic Gregorian year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a Gregorian month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month - 1]


def epoch_day(year: int, month: int, day: int) -> int:
    """Return the epoch day of a Gregorian date; `day` may lie outside of the month."""
    before = year - 1
    leap_day = 1 if month > 2 and is_leap(year) else 0
    return (
        before * 365 + before // 4 - before // 100 + before // 400 + _BEFORE_MONTH[month - 1] + leap_day + day - 719163
    )


def julian_epoch_day(year: int, month: int, day: int) -> int:
    """Return the epoch day of a date of the Julian calendar (year 0 is 1 BC)."""
    before = year - 1
    leap_day = 1 if month > 2 and year % 4 == 0 else 0
    return before * 365 + before // 4 + _BEFORE_MONTH[month - 1] + leap_day + day - 719165


def civil(day: int) -> tuple[int, int, int]:
    """Return year, month and day of an epoch day in the Gregorian calendar."""
    shifted = day + 719468  # days since 0000-03-01: a leap day is the last day of such a year
    cycle, rest = divmod(shifted, DAYS_IN_400_YEARS)
    year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    return _from_march(cycle * 400 + year, rest - (365 * year + year // 4 - year // 100))


def julian_civil(day: int) -> tuple[int, int, int]:
    """Return year, month and day of an epoch day in the Julian calendar (year 0 is 1 BC)."""
    cycle, rest = divmod(day + 719470, 1461)
    year = min(rest // 365, 3)
    return _from_march(cycle * 4 + year, rest - 365 * year)


def _from_march(year: int, day_of_year: int) -> tuple[int, int, int]:
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    return (year, month + 3, day) if month < 10 else (year + 1, month - 9, day)


def day_of_year(year: int, month: int, day: int) -> int:
    """Return the place of a Gregorian date in its year, from 1."""
    return _BEFORE_MONTH[month - 1] + (1 if month > 2 and is_leap(year) else 0) + day


def iso_weekday(day: int) -> int:
    """Return the weekday of an epoch day: 1 is Monday, 7 is Sunday."""
    return (day + 3) % 7 + 1


def us_weekday(day: int) -> int:
    """Return the weekday of an epoch day: 1 is Sunday, 7 is Saturday."""
    return (day + 4) % 7 + 1


def week_start(day: int) -> int:
    """Return the epoch day of the Sunday on or before a day."""
    return day - (day + 4) % 7


def week_year(day: int) -> tuple[int, int]:
    """Return the week-based year of an epoch day and the week in it: what `YYYY` and `ww` print."""
    saturday = week_start(day) + 6
    year = civil(saturday)[0]  # the week of 1 January belongs to the new year, and so does its Saturday
    return year, (saturday - week_start(epoch_day(year, 1, 1))) // 7 + 1


def week_of_month(day: int) -> int:
    """Return the week of an epoch day in its month; the week that holds the first of the month is 1."""
    year, month, _ = civil(day)
    return (day - week_start(epoch_day(year, month, 1))) // 7 + 1


def date_text(year: int, month: int, day: int) -> str:
    """Return a date as LocalDate.toString does."""
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"
