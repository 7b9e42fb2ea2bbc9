"""Makes an instant of the fields that were read, as Java does under ResolverStyle.SMART (Java 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.calendar import SECONDS_IN_DAY, civil, date_text, epoch_day, is_leap, month_length
from qradar_builder.javalang.dates.fields import ResolutionError, checked
from qradar_builder.javalang.dates.formatter.offset import zoned
from qradar_builder.javalang.dates.formatter.weeks import resolve_weeks
from qradar_builder.javalang.dates.moment import Local

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.formatter.element import Reading
    from qradar_builder.javalang.dates.words import DayPeriod
    from qradar_builder.javalang.dates.zone import Zone

_NANO: Final = 1_000_000_000
_LONG_LIMIT: Final = 2**63


def instant(reading: Reading, default_zone: Zone | None) -> int:
    """Return epoch milliseconds, rounded down. Raises ResolutionError with Java's message where they cannot be made."""
    resolver = _Resolver(reading, default_zone)
    resolver.run()
    return resolver.instant()


class _Resolver:
    def __init__(self, reading: Reading, default_zone: Zone | None) -> None:
        self.fields = reading.fields.copy()
        self.zone = reading.zone or default_zone
        self.period: DayPeriod | None = reading.period
        self.day: int | None = None
        self.nano_of_day: int | None = None
        self.excess_days = 0

    def run(self) -> None:
        self._date()
        self._time()
        if self._other_fields():
            self._date()
            self._time()
        self._incomplete_time()
        self._cross_check()
        if self.day is not None and self.nano_of_day is not None and self.excess_days:
            self.day += self.excess_days
            checked(f.YEAR, civil(self.day)[0])

    def instant(self) -> int:
        offset = self.fields.get(f.OFFSET)
        if offset is not None and self.day is not None and self.nano_of_day is not None:
            offset = zoned(offset).offset_at(0)
        if self.day is None or self.nano_of_day is None or (offset is None and self.zone is None):
            raise ResolutionError(
                f"Unable to obtain Instant from TemporalAccessor: {self} of type java.time.format.Parsed"
            )
        local = self.day * SECONDS_IN_DAY + self.nano_of_day // _NANO
        if offset is None:
            assert self.zone is not None
            offset = self.zone.earlier_offset(local)
        return (local - offset) * 1000 + self.nano_of_day % _NANO // 1_000_000

    # --- dates

    def _put(self, target: str, field: str, value: int) -> None:
        """Set a field computed from another one, which must not contradict a value that was read."""
        old = self.fields.get(field)
        self.fields[field] = value
        if old is not None and old != value:
            raise ResolutionError(
                f"Conflict found: {field} {old} differs from {field} {value} while resolving  {target}"
            )

    def _put_year(self, value: int) -> None:
        old = self.fields.get(f.YEAR)
        if old is not None and old != value:
            raise ResolutionError(f"Conflict found: {f.YEAR} {old} differs from {f.YEAR} {value}")
        self.fields[f.YEAR] = value

    def _set_day(self, day: int) -> None:
        if self.day is not None and self.day != day:
            raise ResolutionError(
                "Conflict found: Fields resolved to two different dates: "
                f"{date_text(*civil(self.day))} {date_text(*civil(day))}"
            )
        self.day = day

    def _date(self) -> None:
        self._year_of_era()
        fields = self.fields
        if f.YEAR not in fields:
            return
        if f.MONTH in fields and f.DAY in fields:
            year = checked(f.YEAR, fields.pop(f.YEAR))
            month = checked(f.MONTH, fields.pop(f.MONTH))
            day = checked(f.DAY, fields.pop(f.DAY))
            self._set_day(epoch_day(year, month, min(day, month_length(year, month))))
        elif f.DAY_OF_YEAR in fields:
            year = checked(f.YEAR, fields.pop(f.YEAR))
            number = checked(f.DAY_OF_YEAR, fields.pop(f.DAY_OF_YEAR))
            if number == 366 and not is_leap(year):
                raise ResolutionError(f"Invalid date 'DayOfYear 366' as '{year}' is not a leap year")
            self._set_day(epoch_day(year, 1, number))

    def _year_of_era(self) -> None:
        fields = self.fields
        if f.YEAR_OF_ERA not in fields:
            if f.ERA in fields:
                checked(f.ERA, fields[f.ERA])
            return
        value = checked(f.YEAR_OF_ERA, fields.pop(f.YEAR_OF_ERA))
        era = fields.pop(f.ERA, None)
        if era is None:
            era = 1 if fields.get(f.YEAR, 1) > 0 else 0
        self._put_year(value if era == 1 else 1 - value)

    def _other_fields(self) -> bool:
        """Resolve the fields outside of ChronoField; say whether any was."""
        changed = False
        for field in list(self.fields):
            if field == f.JULIAN_DAY:
                self._set_day(checked(field, self.fields.pop(field)) - 40587)
                changed = True
        week_day, week_changed = resolve_weeks(self.fields)
        if week_day is not None:
            self._set_day(week_day)
        return changed or week_changed

    # --- times

    def _time(self) -> None:
        self._clock_hours()
        self._parts_of_day()
        fields = self.fields
        if f.NANO in fields:
            nano = checked(f.NANO, fields[f.NANO])
            if f.MILLI in fields:
                milli = checked(f.MILLI, fields.pop(f.MILLI))
                self._put(f.MILLI, f.NANO, milli * 1_000_000 + nano % 1_000_000)
        if self.period is not None and f.HALF_HOUR in fields:
            half_hour = checked(f.HALF_HOUR, fields.pop(f.HALF_HOUR))
            later = self.period.includes((half_hour + 12) * 60 + fields.get(f.MINUTE, 0) % 60)
            self._put(f.HALF_HOUR, f.HOUR, half_hour + (12 if later else 0))
            self.period = None
        if all(field in fields for field in (f.HOUR, f.MINUTE, f.SECOND, f.NANO)):
            self._set_time(*(fields.pop(field) for field in (f.HOUR, f.MINUTE, f.SECOND, f.NANO)))

    def _clock_hours(self) -> None:
        fields = self.fields
        for clock, hour, highest in ((f.CLOCK_HOUR, f.HOUR, 24), (f.CLOCK_HALF_HOUR, f.HALF_HOUR, 12)):
            if clock in fields:
                value = fields.pop(clock)
                if value != 0:
                    checked(clock, value)
                self._put(clock, hour, 0 if value == highest else value)
        if f.HALF_DAY in fields and f.HALF_HOUR in fields:
            half = checked(f.HALF_DAY, fields.pop(f.HALF_DAY))
            self._put(f.HALF_DAY, f.HOUR, half * 12 + checked(f.HALF_HOUR, fields.pop(f.HALF_HOUR)))

    def _parts_of_day(self) -> None:
        fields = self.fields
        if f.NANO_OF_DAY in fields:
            nano = checked(f.NANO_OF_DAY, fields.pop(f.NANO_OF_DAY))
            self._put_clock(f.NANO_OF_DAY, nano // _NANO)
            self._put(f.NANO_OF_DAY, f.NANO, nano % _NANO)
        if f.MILLI_OF_DAY in fields:
            milli = checked(f.MILLI_OF_DAY, fields.pop(f.MILLI_OF_DAY))
            self._put(f.MILLI_OF_DAY, f.MILLI, milli % 1000)
            self._put_clock("SecondOfDay", milli // 1000)

    def _put_clock(self, source: str, second: int) -> None:
        self._put(source, f.HOUR, second // 3600)
        self._put(source, f.MINUTE, second // 60 % 60)
        self._put(source, f.SECOND, second % 60)

    def _set_time(self, hour: int, minute: int, second: int, nano: int) -> None:
        checked(f.MINUTE, minute)
        checked(f.NANO, nano)
        if (hour, minute, second, nano) == (24, 0, 0, 0):
            self._keep_time(0, 1)
        else:
            checked(f.HOUR, hour)
            checked(f.SECOND, second)
            self._keep_time((hour * 3600 + minute * 60 + second) * _NANO + nano, 0)

    def _keep_time(self, nano_of_day: int, excess_days: int) -> None:
        if self.nano_of_day is not None and self.nano_of_day != nano_of_day:
            raise ResolutionError(
                "Conflict found: Fields resolved to different times: "
                f"{_time_text(self.nano_of_day)} {_time_text(nano_of_day)}"
            )
        self.nano_of_day = nano_of_day
        self.excess_days = excess_days

    def _incomplete_time(self) -> None:
        fields = self.fields
        if self.nano_of_day is None:
            if f.MILLI in fields:
                fields[f.NANO] = fields.pop(f.MILLI) * 1_000_000
            if not any(field in fields for field in (f.HOUR, f.MINUTE, f.SECOND, f.NANO)):
                self._middle_of_period()
            if f.HOUR in fields and not self._time_from_hour():
                return  # Java leaves the other fields unchecked
        for field, value in fields.items():
            if field in f.TIME_FIELDS:
                checked(field, value)

    def _middle_of_period(self) -> None:
        if self.period is not None:
            middle = self.period.middle
            self.period = None
            self._set_time(middle // 60, middle % 60, 0, 0)
        elif f.HALF_DAY in self.fields:
            self._set_time(checked(f.HALF_DAY, self.fields.pop(f.HALF_DAY)) * 12 + 6, 0, 0, 0)

    def _time_from_hour(self) -> bool:
        """Set the time from the hour and what follows it; say False where a part in between is missing."""
        fields = self.fields
        hour, minute = fields[f.HOUR], fields.get(f.MINUTE)
        second, nano = fields.get(f.SECOND), fields.get(f.NANO)
        if (minute is None and (second is not None or nano is not None)) or (second is None and nano is not None):
            return False
        if self.period is not None and not self.period.includes(hour * 60 + (minute or 0)):
            raise ResolutionError(
                f"Conflict found: Resolved time {hour:02d}:{minute or 0:02d} conflicts with {self.period}"
            )
        self._set_time(hour, minute or 0, second or 0, nano or 0)
        for field in (f.HOUR, f.MINUTE, f.SECOND, f.NANO):
            fields.pop(field, None)
        return True

    # --- the whole

    def _cross_check(self) -> None:
        """Remove the fields that the date and the time confirm; refuse those that they contradict."""
        day, nano_of_day = self.day, self.nano_of_day
        local = Local(day or 0, (nano_of_day or 0) // _NANO, (nano_of_day or 0) % _NANO)
        for known, names, text in (
            (day is not None, f.DATE_FIELDS, date_text(local.year, local.month, local.day)),
            (nano_of_day is not None, f.TIME_FIELDS, _time_text(nano_of_day or 0)),
        ):
            for field in [name for name in self.fields if known and name in names]:
                value = local.value(field)
                if value != self.fields[field]:
                    raise ResolutionError(
                        f"Conflict found: Field {field} {value} differs from {field} {self.fields[field]} "
                        f"derived from {text}"
                    )
                del self.fields[field]

    def __str__(self) -> str:
        fields = self.fields
        if self.nano_of_day is None and f.SECOND in fields:
            nano = fields.get(f.NANO, 0)
            fields = fields | {f.NANO: nano, "MicroOfSecond": nano // 1000, f.MILLI: nano // 1_000_000}
        shown = ", ".join(sorted(f"{field}={value}" for field, value in fields.items()))
        zone = f",{self.zone.id}" if self.zone else ""
        day = "" if self.day is None else date_text(*civil(self.day))
        time = "" if self.nano_of_day is None else _time_text(self.nano_of_day)
        resolved = f" resolved to {day}{'T' if day and time else ''}{time}" if day or time else ""
        return f"{{{shown}}},ISO{zone}{resolved}"


def _time_text(nano_of_day: int) -> str:
    """Return a time of day as LocalTime.toString does."""
    second, nano = divmod(nano_of_day, _NANO)
    text = f"{second // 3600:02d}:{second // 60 % 60:02d}"
    if second % 60 or nano:
        text += f":{second % 60:02d}"
    if nano:
        digits = f"{nano:09d}"
        text += "." + (digits[:3] if nano % 1_000_000 == 0 else digits[:6] if nano % 1000 == 0 else digits)
    return text


def fits_long(epoch_ms: int) -> bool:
    """Say whether a Java long holds a number of milliseconds."""
    return -_LONG_LIMIT <= epoch_ms < _LONG_LIMIT
