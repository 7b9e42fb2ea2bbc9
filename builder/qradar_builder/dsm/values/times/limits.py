"""How far DeviceTime may be from the receipt of an event before it is probably read wrongly."""

from __future__ import annotations

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.times import iso_utc

DAY = 24 * 60 * 60 * 1000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How far ahead of its receipt and behind it the time of an event may be, in milliseconds."""

    ahead: int = DAY
    behind: int = 30 * DAY

    def warning(self, time: int, now: int) -> str:
        """What is said of a time; both are in epoch milliseconds. Empty where the time is near enough."""
        if -self.behind <= time - now <= self.ahead:
            return ""
        days = abs(time - now) // DAY
        where = "after" if time > now else "before"
        try:
            shown = iso_utc(time)
        except OverflowError:
            shown = f"{time} ms"
        return f"{shown} is {days:,} day{'' if days == 1 else 's'} {where} the event is received"
