"""The short way to read a time: a date pattern of fixed width becomes a handful of look-ups.

It answers only where both date classes provably agree, and says None for everything else. The date is read once by
both classes and remembered; hours, minutes, seconds, milliseconds and offsets in their usual form only add to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.times.classes import DAY_MS, year_at
from qradar_builder.dsm.values.times.patterns import pattern_parts
from qradar_builder.javalang.dates.zone import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.values.times.patterns import PatternPart

    Agreed = Callable[[str, int | None], int | None]
    Table = dict[str, int]

_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000
_MAX_DATES: Final = 20_000  # how many dates a pattern remembers: some 50 years
_MAX_HEADS: Final = 20_000  # how many minutes a reader remembers: some 14 days
_LAST_HOUR: Final = 253_370_764_800 // 3600  # the year 9999

_DATE_FORMS: Final = {
    "yyyy": "[0-9]{4}",
    "MM": "[0-9]{2}",
    "MMM": "[A-Za-z]{3}",
    "dd": "[0-9]{2}",
    "EEE": "[A-Za-z]{3}",
}
_DATE_WIDTHS: Final = {"yyyy": 4, "MM": 2, "MMM": 3, "dd": 2, "EEE": 3}
_CLOCKS: Final = {
    "HH": {f"{hour:02d}": hour * _HOUR_MS for hour in range(24)},
    "kk": {f"{hour:02d}": hour % 24 * _HOUR_MS for hour in range(1, 25)},
    "hh": {f"{hour:02d}": hour % 12 * _HOUR_MS for hour in range(1, 13)},
    "KK": {f"{hour:02d}": hour * _HOUR_MS for hour in range(12)},
    "a": {"AM": 0, "PM": 12 * _HOUR_MS},
    "mm": {f"{minute:02d}": minute * _MINUTE_MS for minute in range(60)},
    "ss": {f"{second:02d}": second * 1000 for second in range(60)},
    "SSS": {f"{milli:03d}": milli for milli in range(1000)},
}
_OFFSETS: Final = {
    f"{sign}{minute // 60:02d}{minute % 60:02d}": (-minute if sign == "+" else minute) * _MINUTE_MS
    for sign in "+-"
    for minute in range(24 * 60)
}
_TABLES: Final = {**_CLOCKS, "Z": _OFFSETS, "ZZ": _OFFSETS}
_SECONDS: Final = frozenset({"ss", "SSS"})
_TAIL: Final = _SECONDS | {"Z", "ZZ", ""}
# What may stand between the fields: nothing that a class takes for a part of a number, a word or an exponent.
_LITERAL: Final = re.compile(r"[TZ !-/:-@\[-`{-~]*")


@lru_cache(maxsize=256)
def _table(before: str, field: str) -> Table:
    """The texts of a field behind a literal, with the milliseconds that they add to an instant."""
    table = _TABLES[field] if field else {"": 0}
    return {before + text: value for text, value in table.items()}


class _Layout:
    """The places of a pattern's fields in a text."""

    def __init__(self) -> None:
        self.width = 0
        self.form = ""
        """A regex of the parts of a text that make its date."""
        self.dates: list[tuple[int, int]] = []
        self.tables: list[tuple[slice, Table]] = []
        self.head = 0
        """How many characters there are up to the last field that is no second, millisecond or offset."""
        self.has_lasting_head = True
        """Whether the text up to there has no seconds, so that many times have it in common."""
        self._tail: set[str] = set()

    @property
    def tail(self) -> tuple[tuple[slice, Table], ...]:
        """The places of the fields behind the head."""
        return tuple((place, table) for place, table in self.tables if place.start >= self.head)

    def add(self, before: str, field: str) -> None:
        start = self.width
        if field in _DATE_FORMS:
            self.width += len(before) + _DATE_WIDTHS[field]
            self.form += re.escape(before) + _DATE_FORMS[field]
            if self.dates and self.dates[-1][1] == start:
                start = self.dates.pop()[0]
            self.dates.append((start, self.width))
        else:
            table = _table(before, field)
            self.width += len(next(iter(table)))
            self.tables.append((slice(start, self.width), table))
        if field in _TAIL:
            self._tail.add(field)
        else:
            self.has_lasting_head = self._tail.isdisjoint(_SECONDS)
            self.head = self.width


def _layout(parts: tuple[PatternPart, ...]) -> _Layout | None:
    """The places of the fields; None where a text could be read in another way than field by field."""
    fields = [part.text for part in parts if part.letter]
    letters = {part.letter for part in parts if part.letter}
    if (
        len(letters) < len(fields)
        or not letters >= {"M", "d"}
        or not all(f in _TABLES or f in _DATE_FORMS for f in fields)
    ):
        return None
    if len(letters & set("HkhK")) > 1 or ("a" in letters and not letters & set("hK")):
        return None
    layout = _Layout()
    before = last = ""
    for part in parts:
        if not part.letter:
            if _LITERAL.fullmatch(part.text) is None:
                return None
            before += part.text
            continue
        # Joda-Time takes digits that touch an offset for its seconds, and a fraction that touches a year for the year.
        if not before and (last[:1] == "Z" or (last == "yyyy" and part.letter == "S")):
            return None
        layout.add(before, part.text)
        before, last = "", part.text
    if before:
        layout.add(before, "")
    return layout


def quick_reader(pattern: str, agreed: Agreed) -> QuickReader | None:
    """Return the reader of a pattern; None for a pattern that must be read by the classes.

    `agreed` gives the instant that both classes read in UTC from a text, None where they do not agree; its second
    argument is the year of a text that has none.
    """
    layout = _layout(pattern_parts(pattern))
    if layout is None:
        return None
    letters = {part.letter for part in pattern_parts(pattern)}
    return QuickReader(layout, agreed, has_year="y" in letters, has_offset="Z" in letters)


class QuickReader:
    """Reads texts of one pattern; None for a text that must be read by the classes."""

    def __init__(self, layout: _Layout, agreed: Agreed, *, has_year: bool, has_offset: bool) -> None:
        self._layout = layout
        self._has_year = has_year
        self._in_year = _reader(layout, agreed, has_offset=has_offset)

    def __call__(self, text: str, now_ms: int, zone: str) -> int | None:
        """Read a text received at a time (epoch milliseconds) in a zone; the answer is in epoch milliseconds, too."""
        if self._has_year:
            return self._in_year(text, None, zone)
        # MISSING_YEAR
        year = year_at(now_ms // 1000, zone)
        instant = self._in_year(text, year, zone)
        if instant is None or instant <= now_ms + DAY_MS:
            return instant
        return self._in_year(text, year - 1, zone)

    def of_many(
        self, now: Callable[[], int], zone: str, otherwise: Callable[[str], int | None]
    ) -> Callable[[str], int | None]:
        """Return a function that reads many texts in a zone; `otherwise` reads what this cannot.

        It remembers what the minutes of the texts are, as many events come within one.
        """
        layout = self._layout
        width, end, tail = layout.width, layout.head, layout.tail
        heads: dict[str, int] = {}

        def read(text: str) -> int | None:
            instant = self(text, now(), zone)
            return otherwise(text) if instant is None else instant

        def read_by_head(text: str) -> int | None:
            instant = heads.get(text[:end])
            if instant is not None and len(text) == width:
                try:
                    for place, table in tail:
                        instant += table[text[place]]
                except KeyError:
                    return otherwise(text)
                return instant
            instant = self(text, 0, zone)
            if instant is None:
                return otherwise(text)
            if len(heads) >= _MAX_HEADS:
                heads.clear()
            heads[text[:end]] = instant - sum(table[text[place]] for place, table in tail)
            return instant

        return read_by_head if self._has_year and layout.has_lasting_head else read


def _reader(layout: _Layout, agreed: Agreed, *, has_offset: bool) -> Callable[[str, int | None, str], int | None]:
    """Return a function that reads a text in a zone; the year is for texts that have none."""
    width, tables = layout.width, tuple(layout.tables)
    slices = [slice(start, end) for start, end in layout.dates]
    only = slices[0] if len(slices) == 1 else None
    is_date = re.compile(layout.form).fullmatch
    known: dict[tuple[str, int | None], int] = {}

    def read_in_year(text: str, year: int | None, zone: str) -> int | None:
        if len(text) != width:
            return None
        clock = 0
        try:
            for place, table in tables:
                clock += table[text[place]]
        except KeyError:
            return None
        date = text[only] if only is not None else "".join([text[place] for place in slices])
        day = known.get((date, year))
        if day is None:
            instant = agreed(text, year) if is_date(date) else None
            if instant is None:
                return None
            if len(known) >= _MAX_DATES:
                known.clear()
            day = known[date, year] = instant - clock
        local = day + clock
        if has_offset:
            return local
        shift = _shift(zone, local // _HOUR_MS)
        return None if shift is None else local - shift

    return read_in_year


@lru_cache(maxsize=4096)
def _shift(zone: str, hour: int) -> int | None:
    """The offset of a zone, in milliseconds, in a local hour since 1970; None where it changes or is ambiguous."""
    known = zone_of(zone)
    if known.fixed is not None:
        return known.fixed * 1000
    if not 0 <= hour < _LAST_HOUR:
        return None
    seconds = (hour * 3600, hour * 3600 + 3599)
    offsets = {find(second) for second in seconds for find in (known.earlier_offset, known.standard_offset)}
    if len(offsets) > 1 or any(map(known.is_gap, seconds)):
        return None
    return offsets.pop() * 1000
