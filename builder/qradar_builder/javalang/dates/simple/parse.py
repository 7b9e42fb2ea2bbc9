"""Reads a text as a lenient SimpleDateFormat does (Java 17, Locale.US)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.simple import calendar as c
from qradar_builder.javalang.dates.simple.number import read_number
from qradar_builder.javalang.dates.simple.reader import Field
from qradar_builder.javalang.dates.simple.zone import read_offset, read_zone_name
from qradar_builder.javalang.dates.words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.zone import Zone

_FIELDS: Final = {
    "d": c.DAY,
    "k": c.HOUR,
    "H": c.HOUR,
    "m": c.MINUTE,
    "s": c.SECOND,
    "S": c.MILLI,
    "D": c.DAY_OF_YEAR,
    "F": c.WEEKDAY_IN_MONTH,
    "w": c.WEEK_OF_YEAR,
    "W": c.WEEK_OF_MONTH,
    "h": c.HALF_HOUR,
    "K": c.HALF_HOUR,
    "y": c.YEAR,
    "Y": c.WEEK_YEAR,
    "M": c.MONTH,
    "L": c.MONTH,
    "u": c.WEEKDAY,
}


def _words(names: tuple[str, ...], first: int) -> list[tuple[str, int]]:
    """Return the full names and their first three letters with their numbers, longest first."""
    pairs = [(text.lower(), number) for number, name in enumerate(names, first) for text in (name, name[:3])]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_WORDS: Final[dict[str, tuple[int, list[tuple[str, int]]]]] = {
    "G": (c.ERA, [("before christ", 0), ("anno domini", 1), ("bc", 0), ("ad", 1)]),
    "a": (c.HALF_DAY, [("am", 0), ("pm", 1)]),
    "M": (c.MONTH, _words(MONTHS, 0)),
    "L": (c.MONTH, _words(MONTHS, 0)),
    "E": (c.WEEKDAY, _words((WEEKDAYS[6], *WEEKDAYS[:6]), 1)),
}
_FULL_HOURS: Final = {"k": 24, "h": 12}  # the number that stands for 0


class TextReader:
    """Reads one text. `fields` and `zone` are what it has found; `century` is the first year of two-digit years."""

    def __init__(self, text: str, zone: Zone, century: int) -> None:
        self.text = text
        self.zone = zone
        self.century = century
        self.fields = c.Fields()
        self.is_ambiguous = False  # the two-digit year is the one in which the century begins

    def read(self, parts: tuple[Field | str, ...]) -> int:
        """Return the position behind what the pattern reads, or ~index where it does not fit."""
        position = 0
        for part in parts:
            if isinstance(part, Field):
                position = self._field(part, position)
                if position < 0:
                    return position
                continue
            for character in part:
                if not self.text.startswith(character, position):
                    return ~position
                position += 1
        return position

    def _field(self, part: Field, start: int) -> int:
        position = start
        while position < len(self.text) and self.text[position] in " \t":
            position += 1
        if position == len(self.text):
            return ~start
        letter = part.letter
        if letter in "zZ":
            return self._zone(start, position)
        if letter == "X":
            return self._iso_zone(position, part.count)
        if letter in "GaE" or (letter in "ML" and part.count > 2):
            return self._word(letter, start, position)
        return self._number(part, start, position)

    def _word(self, letter: str, start: int, position: int) -> int:
        field, words = _WORDS[letter]
        lower = self.text[start : start + 16].lower()  # blanks are not skipped before a word
        for word, value in words:
            if lower.startswith(word):
                self.fields.put(field, value)
                return start + len(word)
        return ~position

    def _number(self, part: Field, start: int, position: int) -> int:
        text = self.text
        if part.counts:
            if start + part.count > len(text):
                return ~position
            text = text[: start + part.count]
        number = read_number(text, position)
        if number is None:
            return ~position
        value, end = number
        letter = part.letter
        if letter in "ML":
            value -= 1
        elif value == _FULL_HOURS.get(letter):
            value = 0
        elif letter in "yY" and part.count <= 2:
            value = self._year(value, position, end)
        elif letter == "u" and 1 <= value <= 7:
            value = value % 7 + 1
        self.fields.put(_FIELDS[letter], value)
        return end

    def _year(self, value: int, start: int, end: int) -> int:
        """Return the year of a number that was read from y or yy: two digits lie within 100 years from the century."""
        if end - start != 2 or not self.text[start:end].isdecimal():
            return value
        first, place = self.century // 100 * 100, self.century % 100
        self.is_ambiguous = value == place
        return value + first + (100 if value < place else 0)

    def _zone(self, start: int, position: int) -> int:
        text = self.text
        if text[position] in "+-":
            sign = 1 if text[position] == "+" else -1
            return self._offset(position + 1, sign, 0, colon=False)
        if text[position] in "Gg" and text[start : start + 3].upper() == "GMT":
            position = start + 3
            if position < len(text) and text[position] in "+-":
                return self._offset(position + 1, 1 if text[position] == "+" else -1, 0, colon=True)
            self.fields.put(c.ZONE_OFFSET, 0)
            self.fields.put(c.DST_OFFSET, 0)
            return position
        end, zone = read_zone_name(text, position, self.zone, self.fields)
        if end == 0:
            return ~position
        self.zone = zone
        return end

    def _iso_zone(self, position: int, count: int) -> int:
        character = self.text[position]
        if character == "Z":
            self.fields.put(c.ZONE_OFFSET, 0)
            self.fields.put(c.DST_OFFSET, 0)
            return position + 1
        if character not in "+-":
            return ~(position + 1)
        return self._offset(position + 1, 1 if character == "+" else -1, count, colon=count == 3)

    def _offset(self, position: int, sign: int, count: int, *, colon: bool) -> int:
        end = read_offset(self.text, position, sign, count, self.fields, colon=colon)
        return end if end > 0 else ~-end
