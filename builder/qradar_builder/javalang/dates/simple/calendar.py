"""java.util.GregorianCalendar, lenient: fields to an instant and back.

Days before 1582-10-15 are Julian, later ones Gregorian. Weeks are those of Locale.US.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import (
    civil,
    epoch_day,
    julian_civil,
    julian_epoch_day,
    month_length,
    week_start,
)

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.zone import Zone

CUTOVER_DAY: Final = -141427  # 1582-10-15, the first Gregorian day
CUTOVER_YEAR: Final = 1582
_FIRST_ZONED: Final = -2208988800  # before 1900 java.util knows no changes of a zone
_REFERENCE: Final = (2114380800, 2130019200)  # winter and summer of 2037

ERA, YEAR, MONTH, WEEK_OF_YEAR, WEEK_OF_MONTH, DAY, DAY_OF_YEAR, WEEKDAY, WEEKDAY_IN_MONTH = range(9)
HALF_DAY, HALF_HOUR, HOUR, MINUTE, SECOND, MILLI, ZONE_OFFSET, DST_OFFSET, WEEK_YEAR = range(9, 18)


def int32(value: int) -> int:
    """Return what a Java int keeps of a number."""
    return (value + 0x80000000) % 0x100000000 - 0x80000000


def date_of(day: int) -> tuple[int, int, int]:
    """Return year (0 is 1 BC), month and day of an epoch day."""
    return civil(day) if day >= CUTOVER_DAY else julian_civil(day)


def first_day(year: int) -> int:
    """Return the epoch day of 1 January."""
    return epoch_day(year, 1, 1) if year > CUTOVER_YEAR else julian_epoch_day(year, 1, 1)


def calendar_week(day: int) -> tuple[int, int]:
    """Return the week-based year of an epoch day and the week in it."""
    saturday = week_start(day) + 6
    year = date_of(saturday)[0]
    return year, (saturday - week_start(first_day(year))) // 7 + 1


def offsets(zone: Zone, local: int) -> tuple[int, int]:
    """Return the offset of a zone without summer time and what summer time adds, in seconds, at a local time."""
    if zone.fixed is not None:
        return zone.fixed, 0
    if local < _FIRST_ZONED:
        return min(zone.offset_at(second) for second in _REFERENCE), 0
    offset = zone.standard_offset(local)
    saving = zone.saving(local - offset)
    return offset - saving, saving


def offsets_at(zone: Zone, second: int) -> tuple[int, int]:
    """Return the same as `offsets` at an instant (seconds since the epoch)."""
    if zone.fixed is not None:
        return zone.fixed, 0
    if second < _FIRST_ZONED:
        return min(zone.offset_at(reference) for reference in _REFERENCE), 0
    saving = zone.saving(second)
    return zone.offset_at(second) - saving, saving


class Fields:
    """The fields that a text has set, in the order in which they were set: the last ones win where they contradict."""

    def __init__(self) -> None:
        self.values: dict[int, int] = {}

    def put(self, field: int, value: int) -> None:
        """Set a field; it counts as the latest one."""
        self.values.pop(field, None)
        self.values[field] = int32(value)

    def copy_later(self, years: int) -> Fields:
        """Return the same fields in a later year."""
        other = Fields()
        for field, value in self.values.items():
            other.values[field] = value + years if field in {YEAR, WEEK_YEAR} else value
        return other

    def epoch_ms(self, zone: Zone) -> int:
        """Return the instant in epoch milliseconds; what is not set is as in 1970-01-01 00:00."""
        clock = self._clock()
        day = self._week_date(clock // 86_400_000) if self._uses_week_year() else self._day(clock // 86_400_000)
        local = day * 86_400_000 + clock
        base, saving = offsets(zone, local // 1000)
        base = self.values.get(ZONE_OFFSET, base)
        saving = self.values.get(DST_OFFSET, saving)
        instant = local - (base + saving) * 1000
        return (instant + 2**63) % 2**64 - 2**63

    def _clock(self) -> int:
        """Return the milliseconds since midnight; there may be more of them than a day has."""
        get = self.values.get
        stamps = self._stamps()
        half = max(stamps[HALF_HOUR], stamps[HALF_DAY]) if stamps[HALF_HOUR] and stamps[HALF_DAY] else 0
        is_full = stamps[HOUR] > 0 and stamps[HOUR] >= half
        hours = get(HOUR, 0) if is_full else get(HALF_HOUR, 0) + 12 * get(HALF_DAY, 0)
        return ((hours * 60 + get(MINUTE, 0)) * 60 + get(SECOND, 0)) * 1000 + get(MILLI, 0)

    def _stamps(self) -> list[int]:
        """Return the place of each field in the order of setting, from 1; 0 where it is not set."""
        stamps = [0] * 18
        for place, field in enumerate(self.values, 1):
            stamps[field] = place
        return stamps

    # --- dates

    def _uses_week_year(self) -> bool:
        stamps = self._stamps()
        return stamps[WEEK_YEAR] > stamps[YEAR]

    def _week_date(self, extra_days: int) -> int:
        """Return the day of a week-based year, its week (else the first) and weekday (else Sunday).

        The year counts in the era of the day that the other fields make.
        """
        week = self.values.get(WEEK_OF_YEAR, 1)
        weekday = self.values.get(WEEKDAY, 1)
        if weekday >= 8:
            weekday -= 1
            week += weekday // 7
            weekday = weekday % 7 + 1
            weekday = weekday % 7 + 1
        elif weekday <= 0:
            turns = -weekday // 7 + 1
            weekday += 7 * turns
            week -= turns
            weekday = weekday % 7 + 1
        year = self.values[WEEK_YEAR]
        if date_of(self._day(extra_days) + extra_days)[0] <= 0:
            year = 1 - year
        return week_start(first_day(year)) + 7 * (week - 1) + weekday - 1

    def _year(self) -> int:
        year = self.values.get(YEAR, 1970)
        return 1 - year if self.values.get(ERA, 1) == 0 else year

    def _day(self, extra_days: int) -> int:
        """Return the epoch day of the date fields; `extra_days` of the clock decide about the calendar with them."""
        year = self._year()
        kind = self._kind()
        gregorian = _day_in(year, kind, self.values, julian=False)
        if year > CUTOVER_YEAR and gregorian + extra_days >= CUTOVER_DAY:
            return gregorian
        julian = _day_in(year, kind, self.values, julian=True)
        if year < CUTOVER_YEAR and julian + extra_days < CUTOVER_DAY:
            return julian
        if year < CUTOVER_YEAR or kind & {DAY_OF_YEAR, WEEK_OF_YEAR}:
            return julian
        return gregorian if gregorian + extra_days >= CUTOVER_DAY else julian

    def _kind(self) -> set[int]:
        """Return the fields that make the day: the group whose latest field was set last."""
        stamps = self._stamps()
        weekday = stamps[WEEKDAY]

        def with_weekday(field: int) -> int:
            return max(stamps[field], weekday) if stamps[field] and weekday else 0

        groups = {
            DAY: stamps[DAY],
            WEEK_OF_MONTH: with_weekday(WEEK_OF_MONTH),
            WEEKDAY_IN_MONTH: with_weekday(WEEKDAY_IN_MONTH),
            DAY_OF_YEAR: stamps[DAY_OF_YEAR],
            WEEK_OF_YEAR: with_weekday(WEEK_OF_YEAR),
        }
        best = max(groups.values())
        if best == 0:
            groups |= {
                WEEK_OF_MONTH: stamps[WEEK_OF_MONTH],
                WEEKDAY_IN_MONTH: max(stamps[WEEKDAY_IN_MONTH], weekday),
                WEEK_OF_YEAR: stamps[WEEK_OF_YEAR],
            }
            best = max(groups[field] for field in (WEEK_OF_MONTH, WEEKDAY_IN_MONTH, WEEK_OF_YEAR))
            if best == 0:
                best = groups[DAY] = stamps[MONTH]
        return self._group(groups, best, stamps)

    @staticmethod
    def _group(groups: dict[int, int], best: int, stamps: list[int]) -> set[int]:
        weekday = {WEEKDAY} if stamps[WEEKDAY] else set()
        if best == groups[DAY]:
            return {MONTH, DAY}
        for field in (WEEK_OF_MONTH, WEEKDAY_IN_MONTH):
            if best == groups[field] and stamps[field] >= stamps[WEEK_OF_YEAR]:
                return {MONTH} | weekday | _month_week(groups, best, stamps)
        if best == groups[DAY_OF_YEAR]:
            return {DAY_OF_YEAR}
        return {WEEK_OF_YEAR} | weekday


def _month_week(groups: dict[int, int], best: int, stamps: list[int]) -> set[int]:
    if groups[WEEK_OF_MONTH] == groups[WEEKDAY_IN_MONTH]:
        return {WEEK_OF_MONTH if stamps[WEEK_OF_MONTH] >= stamps[WEEKDAY_IN_MONTH] else WEEKDAY_IN_MONTH}
    if best == groups[WEEK_OF_MONTH]:
        return {WEEK_OF_MONTH}
    return {WEEKDAY_IN_MONTH} if stamps[WEEKDAY_IN_MONTH] else set()


def _weekday_on_or_before(day: int, weekday: int) -> int:
    """Return the last day up to `day` that is a weekday (1 is Sunday; other numbers count on)."""
    return day - (day + 4 - (weekday - 1)) % 7


def _day_in(year: int, kind: set[int], values: dict[int, int], *, julian: bool) -> int:
    """Return the epoch day that the fields of `kind` make in one of the two calendars."""
    month = 0
    if MONTH in kind:
        carry, month = divmod(values.get(MONTH, 0), 12)
        year += carry
    day = (julian_epoch_day if julian else epoch_day)(year, month + 1, 1)
    if MONTH not in kind:
        return _day_in_year(day, kind, values)
    if DAY in kind:
        return day + values.get(DAY, 1) - 1
    if WEEK_OF_MONTH in kind:
        start = week_start(day)
        if WEEKDAY in kind:
            start = _weekday_on_or_before(start + 6, values[WEEKDAY])
        return start + int32(7 * (values[WEEK_OF_MONTH] - 1))
    weekday = values[WEEKDAY] if WEEKDAY in kind else 1
    turn = values[WEEKDAY_IN_MONTH] if WEEKDAY_IN_MONTH in kind else 1
    if turn >= 0:
        return _weekday_on_or_before(day + int32(7 * turn) - 1, weekday)
    length = month_length(year, month + 1) if year > CUTOVER_YEAR or month != 1 else 28 + (year % 4 == 0)
    return _weekday_on_or_before(day + int32(length + 7 * (turn + 1)) - 1, weekday)


def _day_in_year(day: int, kind: set[int], values: dict[int, int]) -> int:
    if DAY_OF_YEAR in kind:
        return day + values[DAY_OF_YEAR] - 1
    start = week_start(day)
    if WEEKDAY in kind and values[WEEKDAY] != 1:
        start = _weekday_on_or_before(start + 6, values[WEEKDAY])
    return start + 7 * (values[WEEK_OF_YEAR] - 1)
