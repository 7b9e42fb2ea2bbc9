"""The short way to parse: a pattern of the usual fields becomes one regular expression.

It answers only where it is sure of Java's answer, and says None for everything else, as the short way to print does.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.formatter.element import Literal, Reading, Section, Word
from qradar_builder.javalang.dates.formatter.number import Fraction, Number, TwoDigitYear, WeekNumber
from qradar_builder.javalang.dates.formatter.offset import Offset, zoned
from qradar_builder.javalang.dates.words import MONTHS, SHORT, TEXTS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.formatter.element import Element
    from qradar_builder.javalang.dates.zone import Zone

    QuickParse = Callable[[str, Zone | None], int | None]

_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_WEEKDAYS: Final = tuple(name[:3] for name in WEEKDAYS)
_USUAL: Final = frozenset({f.YEAR, f.YEAR_OF_ERA, f.MONTH, f.DAY, f.HOUR, f.MINUTE, f.SECOND})
_MAX_DIGITS: Final = 9


class _NotUsualError(Exception):
    """The pattern has a part that the short way does not know."""


class _RegexWriter:
    def __init__(self) -> None:
        self.groups: list[str] = []  # the field of each group
        self.offset: Offset | None = None
        self.months: dict[str, int] = {}  # the texts of months, where months are words

    def write(self, section: Section) -> str:
        parts = []
        elements = section.elements
        for place, element in enumerate(elements):
            touches_next = isinstance(elements[place + 1] if place + 1 < len(elements) else None, Number)
            touches_last = place > 0 and isinstance(elements[place - 1], Number)
            if section.optional and isinstance(element, Number) and (touches_next or not element.is_fixed):
                raise _NotUsualError
            parts.append(self._part(element, touches_last=touches_last, touches_next=touches_next))
        return "".join(parts)

    def _part(self, element: Element, *, touches_last: bool, touches_next: bool) -> str:
        if isinstance(element, Section):
            return f"(?>{self.write(element)})?+"
        if isinstance(element, Literal):
            return re.escape(element.text)
        if isinstance(element, Offset):
            if self.offset is not None:
                raise _NotUsualError
            self.offset = element
            return self._group(f.OFFSET, f"(?>{re.escape(element.zero)}|{_without_groups(element.pattern.pattern)})")
        if isinstance(element, Number):
            return self._number(element, touches_last=touches_last, touches_next=touches_next)
        if isinstance(element, Word) and element.table is TEXTS[f.MONTH, SHORT]:
            self.months = _MONTH_NUMBERS
            return self._group(f.MONTH, "|".join(_MONTH_NUMBERS))
        if isinstance(element, Word) and element.table is TEXTS[f.WEEKDAY, SHORT]:
            return self._group(f.WEEKDAY, "|".join(_WEEKDAYS))
        raise _NotUsualError

    def _group(self, field: str, regex: str) -> str:
        self.groups.append(field)
        return f"({regex})"

    def _number(self, element: Number, *, touches_last: bool, touches_next: bool) -> str:
        if isinstance(element, Fraction):
            return self._group(f.NANO, f"[0-9]{{{element.low}}}") + (
                "" if touches_next else self._end(needed=touches_last)
            )
        if isinstance(element, TwoDigitYear | WeekNumber) or element.field not in _USUAL:
            raise _NotUsualError
        if element.is_fixed or element.low == 4:
            digits = f"[0-9]{{{element.low}}}"
        elif touches_next or touches_last or element.low > _MAX_DIGITS:
            raise _NotUsualError
        else:
            digits = f"[0-9]{{{element.low},{_MAX_DIGITS}}}+"
        alone = element.is_fixed and not touches_last
        return self._group(element.field, digits) + ("" if touches_next or alone else self._end(needed=True))

    @staticmethod
    def _end(*, needed: bool) -> str:
        """A number that touches another one, or has no fixed width, must end where the digits end."""
        return "(?![0-9])" if needed else ""


def _without_groups(regex: str) -> str:
    return regex.replace("([", "(?:[").replace("()", "")


def quick_parser(section: Section) -> QuickParse | None:
    """Return a function that parses a text to epoch milliseconds, or None for a pattern that is not a usual one."""
    writer = _RegexWriter()
    try:
        regex = re.compile(writer.write(section))
    except _NotUsualError:
        return None
    places = {field: [n for n, name in enumerate(writer.groups) if name == field] for field in writer.groups}
    years = places.get(f.YEAR, []) + places.get(f.YEAR_OF_ERA, [])
    single = [years, *(places.get(field, []) for field in (f.MONTH, f.DAY, f.HOUR, f.MINUTE))]
    if any(len(numbers) != 1 for numbers in single) or any(
        len(places.get(field, [])) > 1 for field in (f.SECOND, f.WEEKDAY)
    ):
        return None
    if f.NANO in places and f.SECOND not in places:
        return None
    return _parser(regex, writer, [numbers[0] for numbers in single], places)


def _parser(
    regex: re.Pattern[str], writer: _RegexWriter, single: list[int], places: dict[str, list[int]]
) -> QuickParse:
    year_at, month_at, day_at, hour_at, minute_at = single
    second_at = places.get(f.SECOND, [-1])[0]
    fractions = places.get(f.NANO, [])
    offset_at = places.get(f.OFFSET, [-1])[0]
    weekday_at = places.get(f.WEEKDAY, [-1])[0]
    months = writer.months
    offset_of = _offset_reader(writer.offset)
    fullmatch = regex.fullmatch

    def parse_quickly(text: str, zone: Zone | None) -> int | None:
        match = fullmatch(text)
        if match is None:
            return None
        groups = match.groups()
        try:
            month = months[groups[month_at]] if months else int(groups[month_at])
            day = date(int(groups[year_at]), month, int(groups[day_at])).toordinal() - _EPOCH_ORDINAL
            hour, minute = int(groups[hour_at]), int(groups[minute_at])
            second = int(groups[second_at] or 0) if second_at >= 0 else 0
        except (KeyError, TypeError, ValueError, OverflowError):  # a section left out, a day that the month lacks
            return None
        milli = _milli(groups, fractions) if fractions else 0
        if hour > 23 or minute > 59 or second > 59 or milli < 0 or (second_at >= 0 and groups[second_at] is None):
            return None
        if weekday_at >= 0 and groups[weekday_at] not in (None, _WEEKDAYS[(day + 3) % 7]):
            return None
        local = day * 86400 + hour * 3600 + minute * 60 + second
        offset_text = groups[offset_at] if offset_at >= 0 else None
        if offset_text is not None:
            offset = offset_of(offset_text)
        elif zone is not None:
            offset = zone.fixed if zone.fixed is not None else zone.earlier_offset(local)
        else:
            offset = None
        return None if offset is None else (local - offset) * 1000 + milli

    return parse_quickly


def _milli(groups: tuple[str | None, ...], places: list[int]) -> int:
    """Return the milliseconds of the one fraction that was read; -1 where there are several."""
    found = [groups[place] for place in places if groups[place] is not None]
    if len(found) > 1:
        return -1
    return int(f"{found[0]:0<3}"[:3]) if found else 0


def _offset_reader(element: Offset | None) -> Callable[[str], int | None]:
    @lru_cache(maxsize=256)
    def offset_of(text: str) -> int | None:
        reading = Reading()
        assert element is not None
        try:
            element.parse(reading, text, 0)
            return zoned(reading.fields[f.OFFSET]).fixed
        except f.ResolutionError:  # an offset that Java does not have
            return None

    return offset_of
