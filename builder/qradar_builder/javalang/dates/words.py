"""The English words of java.time (CLDR, Java 17): months, weekdays, quarters, eras, halves and periods of the day."""

from __future__ import annotations

from typing import Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.quick.dataclasses import dataclass

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS: Final = ("1st", "2nd", "3rd", "4th")

SHORT: Final = "short"
FULL: Final = "full"
NARROW: Final = "narrow"


class TextTable:
    """The texts of a field in one style: `texts` by value, `readings` (text, value) in the order Java tries them.

    Where texts repeat (the narrow months J, F, M …) the last value is the one that is read.
    """

    __slots__ = ("readings", "texts")

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts = texts
        values = {text: value for value, text in texts.items()}
        self.readings = sorted(values.items(), key=lambda reading: -len(reading[0]))


def _table(words: tuple[str, ...], first: int) -> TextTable:
    return TextTable(dict(enumerate(words, first)))


TEXTS: Final[dict[tuple[str, str], TextTable]] = {
    (f.MONTH, SHORT): _table(tuple(name[:3] for name in MONTHS), 1),
    (f.MONTH, FULL): _table(MONTHS, 1),
    (f.MONTH, NARROW): _table(tuple(name[0] for name in MONTHS), 1),
    (f.WEEKDAY, SHORT): _table(tuple(name[:3] for name in WEEKDAYS), 1),
    (f.WEEKDAY, FULL): _table(WEEKDAYS, 1),
    (f.WEEKDAY, NARROW): _table(tuple(name[0] for name in WEEKDAYS), 1),
    (f.QUARTER, SHORT): _table(("Q1", "Q2", "Q3", "Q4"), 1),
    (f.QUARTER, FULL): _table(tuple(f"{ordinal} quarter" for ordinal in _ORDINALS), 1),
    (f.QUARTER, NARROW): _table(("1", "2", "3", "4"), 1),
    (f.ERA, SHORT): _table(("BC", "AD"), 0),
    (f.ERA, FULL): _table(("Before Christ", "Anno Domini"), 0),
    (f.ERA, NARROW): _table(("B", "A"), 0),
    (f.HALF_DAY, SHORT): _table(("AM", "PM"), 0),
}


@dataclass(frozen=True, slots=True)
class DayPeriod:
    """A named part of the day, from one minute of the day up to another (the same one: an exact moment)."""

    start: int
    end: int
    text: str
    narrow: str

    def includes(self, minute: int) -> bool:
        """Say whether a minute of the day (24:00 is 1440) belongs to the period."""
        if self.start == self.end:
            return minute == self.start or (self.start == 0 and minute == 1440)
        if self.start > self.end:
            return minute >= self.start or minute < self.end
        return self.start <= minute < self.end

    @property
    def length(self) -> int:
        """Its length in minutes."""
        return (self.end - self.start) % 1440

    @property
    def middle(self) -> int:
        """The minute of the day in its middle."""
        return (self.start + self.length // 2) % 1440

    def word(self, style: str) -> str:
        """Return its text in a style."""
        return self.narrow if style == NARROW else self.text

    def __str__(self) -> str:
        start = f"{self.start // 60:02d}:{self.start % 60:02d}"
        end = "" if self.start == self.end else f"-{self.end // 60:02d}:{self.end % 60:02d}"
        return f"DayPeriod({start}{end})"


DAY_PERIODS: Final = (
    DayPeriod(0, 0, "midnight", "mi"),
    DayPeriod(720, 720, "noon", "n"),
    DayPeriod(1080, 1260, "in the evening", "in the evening"),
    DayPeriod(360, 720, "in the morning", "in the morning"),
    DayPeriod(720, 1080, "in the afternoon", "in the afternoon"),
    DayPeriod(1260, 360, "at night", "at night"),
    DayPeriod(0, 720, "AM", "a"),
    DayPeriod(720, 1440, "PM", "p"),
)
