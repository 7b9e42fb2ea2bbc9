"""The instant that is being printed: its fields in a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.calendar import (
    civil,
    date_text,
    day_of_year,
    iso_weekday,
    us_weekday,
    week_of_month,
    week_year,
)
from qradar_builder.javalang.dates.errors import JavaDateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.zone import Zone


class Local:
    """A local date and time: `epoch_day`, `year`, `month`, `day`, `second` of the day and `nano` of the second."""

    __slots__ = ("day", "epoch_day", "month", "nano", "second", "year")

    def __init__(self, epoch_day: int, second: int, nano: int) -> None:
        self.epoch_day = epoch_day
        self.second = second
        self.nano = nano
        self.year, self.month, self.day = civil(epoch_day)

    def value(self, field: str) -> int:
        """Return the value of a date or time field."""
        return _VALUES[field](self)


_VALUES: Final[dict[str, Callable[[Local], int]]] = {
    f.ERA: lambda t: int(t.year > 0),
    f.YEAR_OF_ERA: lambda t: t.year if t.year > 0 else 1 - t.year,
    f.YEAR: lambda t: t.year,
    f.QUARTER: lambda t: (t.month + 2) // 3,
    f.MONTH: lambda t: t.month,
    f.DAY: lambda t: t.day,
    f.DAY_OF_YEAR: lambda t: day_of_year(t.year, t.month, t.day),
    f.WEEKDAY: lambda t: iso_weekday(t.epoch_day),
    f.WEEKDAY_IN_MONTH: lambda t: (t.day - 1) % 7 + 1,
    f.LOCAL_WEEKDAY: lambda t: us_weekday(t.epoch_day),
    f.WEEK_OF_MONTH: lambda t: week_of_month(t.epoch_day),
    f.WEEK_OF_YEAR: lambda t: week_year(t.epoch_day)[1],
    f.WEEK_YEAR: lambda t: week_year(t.epoch_day)[0],
    f.JULIAN_DAY: lambda t: t.epoch_day + 40587,
    f.HALF_DAY: lambda t: t.second // 43200,
    f.HOUR: lambda t: t.second // 3600,
    f.CLOCK_HOUR: lambda t: t.second // 3600 or 24,
    f.HALF_HOUR: lambda t: t.second // 3600 % 12,
    f.CLOCK_HALF_HOUR: lambda t: t.second // 3600 % 12 or 12,
    f.MINUTE: lambda t: t.second // 60 % 60,
    f.SECOND: lambda t: t.second % 60,
    f.NANO: lambda t: t.nano,
    f.MILLI: lambda t: t.nano // 1_000_000,
    f.MILLI_OF_DAY: lambda t: t.second * 1000 + t.nano // 1_000_000,
    f.NANO_OF_DAY: lambda t: t.second * 1_000_000_000 + t.nano,
}

# The field that Java misses first, where a field is computed from another one.
_UNDERLYING: Final = {
    f.JULIAN_DAY: "EpochDay",
    f.LOCAL_WEEKDAY: f.WEEKDAY,
    f.WEEK_OF_MONTH: f.WEEKDAY,
    f.WEEK_OF_YEAR: f.WEEKDAY,
    f.WEEK_YEAR: f.WEEKDAY,
}


class Moment:
    """An instant to print: `second` since the epoch, its `nano`, and the `zone` it is shown in, if any.

    `optional` counts the optional sections that are open: within one, a field that the instant lacks is no error.
    """

    __slots__ = ("local", "nano", "offset", "optional", "second", "zone")

    def __init__(self, epoch_ms: int, zone: Zone | None) -> None:
        self.second, milli = divmod(epoch_ms, 1000)
        self.nano = milli * 1_000_000
        self.zone = zone
        self.optional = 0
        self.offset = 0
        self.local: Local | None = None
        if zone is not None:
            self.offset = zone.offset_at(self.second)
            self.local = Local(*divmod(self.second + self.offset, 86400), self.nano)

    def value(self, field: str) -> int | None:
        """Return a field's value; None where there is no zone to compute it in and the section is optional.

        Raises JavaDateError of kind "value" where it is missing and must be there.
        """
        if self.local is not None:
            return self.offset if field == f.OFFSET else self.local.value(field)
        if field == f.NANO:
            return self.nano
        if self.optional:
            return None
        raise f.unsupported_field(_UNDERLYING.get(field, field))

    def shown_zone(self) -> Zone | None:
        """Return the zone; None where there is none and the section is optional; else raise, as `value` does."""
        if self.zone is None and not self.optional:
            raise JavaDateError("value", f"Unable to extract ZoneId from temporal {self._instant_text()}")
        return self.zone

    def _instant_text(self) -> str:
        """Return the instant as Instant.toString does."""
        day, second = divmod(self.second, 86400)
        fraction = f".{self.nano // 1_000_000:03d}" if self.nano else ""
        time = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return f"{date_text(*civil(day))}T{time}{fraction}Z"
