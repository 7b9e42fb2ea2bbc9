"""Reads the pattern text of a DateTimeFormatter into elements (DateTimeFormatter.ofPattern, Java 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.element import Element, Literal, Padded, PeriodWord, Section, Word
from qradar_builder.javalang.dates.formatter.number import MAX_WIDTH, Fraction, Number, Sign, TwoDigitYear, WeekNumber
from qradar_builder.javalang.dates.formatter.offset import (
    LocalizedOffset,
    Offset,
    ZoneId,
    ZoneName,
    iso_offset,
    plain_offset,
)
from qradar_builder.javalang.dates.words import FULL, NARROW, SHORT

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PATTERN_LENGTH: Final = 2000
MAX_SECTION_DEPTH: Final = 50

_STYLES: Final = {3: SHORT, 4: FULL, 5: NARROW}
_NUMBERS: Final = {
    "d": f.DAY,
    "h": f.CLOCK_HALF_HOUR,
    "H": f.HOUR,
    "k": f.CLOCK_HOUR,
    "K": f.HALF_HOUR,
    "m": f.MINUTE,
    "s": f.SECOND,
}
_LONG_NUMBERS: Final = {"A": f.MILLI_OF_DAY, "n": f.NANO, "N": f.NANO_OF_DAY}
_WORDS: Final = {"M": f.MONTH, "L": f.MONTH, "Q": f.QUARTER, "q": f.QUARTER}
_YEARS: Final = {"y": f.YEAR_OF_ERA, "u": f.YEAR}
_CAST: Final = (
    "class java.time.format.DateTimeFormatterBuilder$PadPrinterParserDecorator cannot be cast to "
    "class java.time.format.DateTimeFormatterBuilder$NumberPrinterParser"
)


class _RefusedError(Exception):
    """Java's message on a run of letters."""


def _too_many(letter: str) -> NoReturn:
    raise _RefusedError(f"Too many pattern letters: {letter}")


def _wide(field: str, count: int, sign: Sign) -> Number:
    if count > MAX_WIDTH:
        raise _RefusedError(f"The minimum width must be from 1 to 19 inclusive but was {count}")
    return Number(field, count, MAX_WIDTH, sign)


def _exact(field: str, count: int) -> Number:
    return Number(field, count, count, Sign.NOT_NEGATIVE)


def _free(field: str) -> Number:
    return Number(field, 1, MAX_WIDTH, Sign.NORMAL)


def _year(letter: str, count: int) -> Element:
    field = _YEARS[letter]
    if count == 2:
        return TwoDigitYear(field)
    return _wide(field, count, Sign.NORMAL if count < 4 else Sign.EXCEEDS_PAD)


def _week_year(_letter: str, count: int) -> Element:
    if count == 2:
        return TwoDigitYear(f.WEEK_YEAR)
    sign = Sign.NORMAL if count < 4 else Sign.EXCEEDS_PAD
    if count > MAX_WIDTH:
        raise JavaDateError("unsupported", "A week-based year of more than 19 digits")
    return WeekNumber(f.WEEK_YEAR, count, MAX_WIDTH, sign, beside=MAX_WIDTH)


def _month_or_quarter(letter: str, count: int) -> Element:
    field = _WORDS[letter]
    if count > 5:
        _too_many(letter)
    if count > 2:
        return Word(field, _STYLES[count])
    return _free(field) if count == 1 else _exact(field, 2)


def _weekday(letter: str, count: int) -> Element:
    if count > 5:
        _too_many(letter)
    if count > 2:
        return Word(f.WEEKDAY, _STYLES[count])
    if letter == "E":
        return Word(f.WEEKDAY, SHORT)
    if letter == "c" and count == 2:
        raise _RefusedError('Invalid pattern "cc"')
    return WeekNumber(f.LOCAL_WEEKDAY, count, count, Sign.NOT_NEGATIVE, beside=count)


def _era(letter: str, count: int) -> Element:
    if count > 5:
        _too_many(letter)
    return Word(f.ERA, _STYLES[max(count, 3)])


def _half_day(letter: str, count: int) -> Element:
    if count > 1:
        _too_many(letter)
    return Word(f.HALF_DAY, SHORT)


def _fraction(_letter: str, count: int) -> Element:
    if count > 9:
        raise _RefusedError(f"Minimum width must be from 0 to 9 inclusive but was {count}")
    return Fraction(count)


def _number(letter: str, count: int) -> Element:
    if count > 2:
        _too_many(letter)
    return _free(_NUMBERS[letter]) if count == 1 else _exact(_NUMBERS[letter], 2)


def _weekday_in_month(letter: str, count: int) -> Element:
    if count > 1:
        _too_many(letter)
    return _free(f.WEEKDAY_IN_MONTH)


def _day_of_year(letter: str, count: int) -> Element:
    if count > 3:
        _too_many(letter)
    return _free(f.DAY_OF_YEAR) if count == 1 else Number(f.DAY_OF_YEAR, count, 3, Sign.NOT_NEGATIVE)


def _julian_day(_letter: str, count: int) -> Element:
    return _wide(f.JULIAN_DAY, count, Sign.NORMAL)


def _long_number(letter: str, count: int) -> Element:
    return _wide(_LONG_NUMBERS[letter], count, Sign.NOT_NEGATIVE)


def _week_of_month(letter: str, count: int) -> Element:
    if count > 1:
        _too_many(letter)
    return WeekNumber(f.WEEK_OF_MONTH, 1, 1, Sign.NOT_NEGATIVE, beside=1)


def _week_of_year(letter: str, count: int) -> Element:
    if count > 2:
        _too_many(letter)
    return WeekNumber(f.WEEK_OF_YEAR, count, 2, Sign.NOT_NEGATIVE, beside=2)


def _zone_name(letter: str, count: int) -> Element:
    if count > 4:
        _too_many(letter)
    return ZoneName(FULL if count == 4 else SHORT, generic=False)


def _generic_zone_name(letter: str, count: int) -> Element:
    if count not in {1, 4}:
        raise _RefusedError(f"Wrong number of pattern letters: {letter}")
    return ZoneName(FULL if count == 4 else SHORT, generic=True)


def _zone_id(letter: str, count: int) -> Element:
    if count != 2:
        raise _RefusedError(f"Pattern letter count must be 2: {letter}")
    return ZoneId()


def _offset(letter: str, count: int) -> Element:
    if count > 5:
        _too_many(letter)
    if letter == "X":
        return iso_offset(count)
    if letter == "x":
        return plain_offset(count)
    if count == 4:
        return LocalizedOffset(FULL)
    return Offset("+HHMM", "+0000") if count < 4 else Offset("+HH:MM:ss", "Z")


def _localized_offset(letter: str, count: int) -> Element:
    if count not in {1, 4}:
        raise _RefusedError(f"Pattern letter count must be 1 or 4: {letter}")
    return LocalizedOffset(FULL if count == 4 else SHORT)


def _day_period(letter: str, count: int) -> Element:
    if count not in {1, 4, 5}:
        raise _RefusedError(f"Wrong number of pattern letters: {letter}")
    return PeriodWord(_STYLES.get(count, SHORT))


_LETTERS: Final[dict[str, Callable[[str, int], Element]]] = {
    **dict.fromkeys("yu", _year),
    **dict.fromkeys("MLQq", _month_or_quarter),
    **dict.fromkeys("Eec", _weekday),
    **dict.fromkeys("dhHkKms", _number),
    **dict.fromkeys("AnN", _long_number),
    **dict.fromkeys("XxZ", _offset),
    "Y": _week_year,
    "G": _era,
    "a": _half_day,
    "B": _day_period,
    "S": _fraction,
    "F": _weekday_in_month,
    "D": _day_of_year,
    "g": _julian_day,
    "W": _week_of_month,
    "w": _week_of_year,
    "z": _zone_name,
    "v": _generic_zone_name,
    "V": _zone_id,
    "O": _localized_offset,
}


class _Level:
    """The elements of a section that is still open; `base` is the number that leaves digits to those that follow it."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.base: int | None = None

    def add(self, element: Element, pad: int = 0) -> None:
        self.elements.append(Padded(element, pad) if pad else element)
        self.base = None

    def add_number(self, number: Number, pad: int) -> None:
        base = None if pad else self.base
        self.add(number, pad)
        if base is None:
            self.base = len(self.elements) - 1
            return
        first = self.elements[base]
        if not isinstance(first, Number):
            raise _RefusedError(_CAST)
        if number.is_fixed:
            first.following += number.low
            self.base = base
        else:
            first.following = 0  # Java forgets the widths of those in between
            self.base = len(self.elements) - 1


class _PatternReader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.levels = [_Level()]

    def read(self) -> Section:
        position = 0
        while position < len(self.pattern):
            start = position
            try:
                position = self._part(start)
            except _RefusedError as refusal:
                raise JavaDateError("pattern", str(refusal), start) from None
        while len(self.levels) > 1:
            self._close()
        return Section(tuple(self.levels[0].elements), optional=False)

    def _part(self, start: int) -> int:
        character = self.pattern[start]
        if character.isascii() and character.isalpha():
            return self._letters(start)
        if character == "'":
            return self._quoted(start)
        if character in "{}#":
            raise _RefusedError(f"Pattern includes reserved character: '{character}'")
        if character == "[":
            if len(self.levels) > MAX_SECTION_DEPTH:
                raise JavaDateError("unsupported", f"More than {MAX_SECTION_DEPTH} nested optional sections", start)
            self.levels[-1].base = None
            self.levels.append(_Level())
        elif character == "]":
            if len(self.levels) == 1:
                raise _RefusedError("Pattern invalid as it contains ] without previous [")
            self._close()
        else:
            self.levels[-1].add(Literal(character))
        return start + 1

    def _close(self) -> None:
        level = self.levels.pop()
        if level.elements:
            self.levels[-1].add(Section(tuple(level.elements), optional=True))

    def _run(self, start: int) -> int:
        """Return the position behind a run of one letter."""
        end = start
        while end < len(self.pattern) and self.pattern[end] == self.pattern[start]:
            end += 1
        return end

    def _letters(self, start: int) -> int:
        end = self._run(start)
        pad = 0
        if self.pattern[start] == "p":
            pad, start = end - start, end
            letter = self.pattern[start : start + 1]
            if not (letter.isascii() and letter.isalpha()):
                raise _RefusedError(f"Pad letter 'p' must be followed by valid pad pattern: {self.pattern}")
            end = self._run(start)
        letter = self.pattern[start]
        make = _LETTERS.get(letter)
        if make is None:
            raise _RefusedError(f"Unknown pattern letter: {letter}")
        element = make(letter, end - start)
        if isinstance(element, Number):
            self.levels[-1].add_number(element, pad)
        else:
            self.levels[-1].add(element, pad)
        return end

    def _quoted(self, start: int) -> int:
        end = start + 1
        while True:
            end = self.pattern.find("'", end)
            if end < 0:
                raise _RefusedError(f"Pattern ends with an incomplete string literal: {self.pattern}")
            if self.pattern[end + 1 : end + 2] != "'":
                break
            end += 2
        self.levels[-1].add(Literal(self.pattern[start + 1 : end].replace("''", "'") or "'"))
        return end + 1


def read_pattern(pattern: str) -> Section:
    """Return the elements of a pattern.

    Raises JavaDateError of kind "pattern" for what Java refuses, and "unsupported" for more text or nesting than any
    real pattern has.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise JavaDateError("unsupported", f"A date pattern of more than {MAX_PATTERN_LENGTH} characters")
    return _PatternReader(pattern).read()
