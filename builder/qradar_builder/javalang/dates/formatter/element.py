"""What a DateTimeFormatter pattern is made of: literals, words, optional sections and padding, printed and parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.words import DAY_PERIODS, TEXTS

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.moment import Moment
    from qradar_builder.javalang.dates.words import DayPeriod
    from qradar_builder.javalang.dates.zone import Zone


class Reading:
    """What has been read of a text so far: field values, zone and period of the day."""

    __slots__ = ("fields", "period", "zone")

    def __init__(self) -> None:
        self.fields: dict[str, int] = {}
        self.zone: Zone | None = None
        self.period: DayPeriod | None = None

    def copy(self) -> Reading:
        """Return a copy, to be thrown away where an optional section does not match."""
        other = Reading()
        other.fields = self.fields.copy()
        other.zone = self.zone
        other.period = self.period
        return other

    def adopt(self, other: Reading) -> None:
        """Take over what an optional section that matched has read."""
        self.fields = other.fields
        self.zone = other.zone
        self.period = other.period

    def put(self, field: str, value: int, start: int, end: int) -> int:
        """Keep a value and return `end`; return ~start where the field already has another value."""
        old = self.fields.get(field)
        self.fields[field] = value
        return ~start if old is not None and old != value else end


class Element(Protocol):
    """One part of a pattern.

    `print` appends its text and says True; it says False where an optional section lacks the value.
    `parse` takes a position in the text and returns the position behind what it has read, or ~index where it fails.
    """

    def print(self, moment: Moment, out: list[str]) -> bool: ...

    def parse(self, reading: Reading, text: str, start: int) -> int: ...


class Literal:
    """Text that stands for itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    def print(self, _moment: Moment, out: list[str]) -> bool:
        out.append(self.text)
        return True

    def parse(self, _reading: Reading, text: str, start: int) -> int:
        return start + len(self.text) if text.startswith(self.text, start) else ~start


class Section:
    """Elements in a row; an optional section (`[…]`) that does not match, or cannot be printed, is skipped whole."""

    def __init__(self, elements: tuple[Element, ...], *, optional: bool) -> None:
        self.elements = elements
        self.optional = optional

    def print(self, moment: Moment, out: list[str]) -> bool:
        written = len(out)
        moment.optional += self.optional
        for element in self.elements:
            if not element.print(moment, out):
                del out[written:]
                break
        moment.optional -= self.optional
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        inner = reading.copy() if self.optional else reading
        position = start
        for element in self.elements:
            position = element.parse(inner, text, position)
            if position < 0:
                return start if self.optional else position
        if self.optional:
            reading.adopt(inner)
        return position


class Padded:
    """An element padded with blanks on the left to a fixed width (pattern letter p)."""

    def __init__(self, element: Element, width: int) -> None:
        self.element = element
        self.width = width

    def print(self, moment: Moment, out: list[str]) -> bool:
        inner: list[str] = []
        if not self.element.print(moment, inner):
            return False
        text = "".join(inner)
        if len(text) > self.width:
            raise JavaDateError(
                "value", f"Cannot print as output of {len(text)} characters exceeds pad width of {self.width}"
            )
        out.append(text.rjust(self.width))
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        end = start + self.width
        if start == len(text) or end > len(text):
            return ~start
        position = start
        while position < end and text[position] == " ":
            position += 1
        if self.element.parse(reading, text[:end], position) != end:
            return ~(start + position)  # Java adds the two positions up
        return end


class Word:
    """A field as a word: month, weekday, quarter, era, AM and PM."""

    def __init__(self, field: str, style: str) -> None:
        self.field = field
        self.table = TEXTS[field, style]

    def print(self, moment: Moment, out: list[str]) -> bool:
        value = moment.value(self.field)
        if value is None:
            return False
        out.append(self.table.texts[value])
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        for word, value in self.table.readings:
            if text.startswith(word, start):
                return reading.put(self.field, value, start, start + len(word))
        return ~start


class PeriodWord:
    """The period of the day as a word (pattern letter B)."""

    def __init__(self, style: str) -> None:
        self.style = style
        self.readings = sorted(((period.word(style), period) for period in DAY_PERIODS), key=lambda pair: -len(pair[0]))

    def print(self, moment: Moment, out: list[str]) -> bool:
        hour = moment.value(f.HOUR)
        minute = moment.value(f.MINUTE)
        if hour is None or minute is None:
            return False
        fitting = [period for period in DAY_PERIODS if period.includes(hour * 60 + minute)]
        out.append(min(fitting, key=lambda period: period.length).word(self.style))
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        for word, period in self.readings:
            if text.startswith(word, start):
                reading.period = period
                return start + len(word)
        return ~start
