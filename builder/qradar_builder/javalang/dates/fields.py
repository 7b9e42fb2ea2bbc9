"""The fields of java.time that pattern letters stand for: names as Java prints them, ranges, and the range check."""

from __future__ import annotations

from typing import Final

from qradar_builder.javalang.dates.errors import JavaDateError

ERA: Final = "Era"
YEAR_OF_ERA: Final = "YearOfEra"
YEAR: Final = "Year"
QUARTER: Final = "QuarterOfYear"
MONTH: Final = "MonthOfYear"
DAY: Final = "DayOfMonth"
DAY_OF_YEAR: Final = "DayOfYear"
WEEKDAY: Final = "DayOfWeek"
WEEKDAY_IN_MONTH: Final = "AlignedDayOfWeekInMonth"
LOCAL_WEEKDAY: Final = "DayOfWeek[WeekFields[SUNDAY,1]]"
WEEK_OF_MONTH: Final = "WeekOfMonth[WeekFields[SUNDAY,1]]"
WEEK_OF_YEAR: Final = "WeekOfWeekBasedYear[WeekFields[SUNDAY,1]]"
WEEK_YEAR: Final = "WeekBasedYear[WeekFields[SUNDAY,1]]"
JULIAN_DAY: Final = "ModifiedJulianDay"
HALF_DAY: Final = "AmPmOfDay"
HOUR: Final = "HourOfDay"
CLOCK_HOUR: Final = "ClockHourOfDay"
HALF_HOUR: Final = "HourOfAmPm"
CLOCK_HALF_HOUR: Final = "ClockHourOfAmPm"
MINUTE: Final = "MinuteOfHour"
SECOND: Final = "SecondOfMinute"
NANO: Final = "NanoOfSecond"
MILLI_OF_DAY: Final = "MilliOfDay"
NANO_OF_DAY: Final = "NanoOfDay"
MILLI: Final = "MilliOfSecond"
OFFSET: Final = "OffsetSeconds"

MAX_YEAR: Final = 999_999_999

# smallest value, largest value, and the range as Java writes it where that says more
_RANGES: Final[dict[str, tuple[int, int, str]]] = {
    ERA: (0, 1, ""),
    YEAR_OF_ERA: (1, MAX_YEAR + 1, "1 - 999999999/1000000000"),
    YEAR: (-MAX_YEAR, MAX_YEAR, ""),
    QUARTER: (1, 4, ""),
    MONTH: (1, 12, ""),
    DAY: (1, 31, "1 - 28/31"),
    DAY_OF_YEAR: (1, 366, "1 - 365/366"),
    WEEKDAY: (1, 7, ""),
    WEEKDAY_IN_MONTH: (1, 7, ""),
    LOCAL_WEEKDAY: (1, 7, ""),
    WEEK_OF_MONTH: (0, 6, "0/1 - 4/6"),
    WEEK_OF_YEAR: (1, 53, "1 - 52/53"),
    WEEK_YEAR: (-MAX_YEAR, MAX_YEAR, ""),
    JULIAN_DAY: (-365243178575, 365241821058, ""),
    HALF_DAY: (0, 1, ""),
    HOUR: (0, 23, ""),
    CLOCK_HOUR: (1, 24, ""),
    HALF_HOUR: (0, 11, ""),
    CLOCK_HALF_HOUR: (1, 12, ""),
    MINUTE: (0, 59, ""),
    SECOND: (0, 59, ""),
    NANO: (0, 999_999_999, ""),
    MILLI: (0, 999, ""),
    MILLI_OF_DAY: (0, 86_399_999, ""),
    NANO_OF_DAY: (0, 86_399_999_999_999, ""),
}

DATE_FIELDS: Final = frozenset(
    {ERA, YEAR_OF_ERA, YEAR, QUARTER, MONTH, DAY, DAY_OF_YEAR, WEEKDAY, WEEKDAY_IN_MONTH}
    | {LOCAL_WEEKDAY, WEEK_OF_MONTH, WEEK_OF_YEAR, WEEK_YEAR, JULIAN_DAY}
)
TIME_FIELDS: Final = frozenset(
    {HALF_DAY, HOUR, CLOCK_HOUR, HALF_HOUR, CLOCK_HALF_HOUR, MINUTE, SECOND, NANO, MILLI, MILLI_OF_DAY, NANO_OF_DAY}
)


class ResolutionError(Exception):
    """The parsed fields do not make a time; the message is Java's."""


def checked(field: str, value: int) -> int:
    """Return `value`, or raise ResolutionError where it lies outside of the field's range."""
    low, high, text = _RANGES[field]
    if low <= value <= high:
        return value
    raise ResolutionError(f"Invalid value for {field} (valid values {text or f'{low} - {high}'}): {value}")


def unsupported_field(field: str) -> JavaDateError:
    """Return the error of printing a field that an instant without a zone does not have."""
    return JavaDateError("value", f"Unsupported field: {field}")
