"""What a Joda-Time pattern is made of: numbers, words, fractions, offsets and zones, printed and parsed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.joda import fields as j
from qradar_builder.javalang.dates.words import MONTHS, WEEKDAYS
from qradar_builder.javalang.dates.zone import Zone, zone_of
from qradar_builder.javalang.dates.zone_names import zone_names

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.joda.fields import JodaField


class Bucket:
    """What has been read: fields with values in order, an offset in ms, a zone. `pivot` is for two-digit years."""

    def __init__(self, zone: Zone, pivot: int) -> None:
        self.zone = zone
        self.pivot = pivot
        self.offset: int | None = None
        self.saved: list[tuple[JodaField, int]] = []


class JodaElement(Protocol):
    """One part of a pattern; `parse` returns the position behind what it has read, or ~index where it fails."""

    def print(self, local: int, zone: Zone, second: int) -> str: ...

    def parse(self, bucket: Bucket, text: str, start: int) -> int: ...


class JodaLiteral:
    """Text that stands for itself, in any case."""

    def __init__(self, text: str) -> None:
        self.text = text

    def print(self, _local: int, _zone: Zone, _second: int) -> str:
        return self.text

    def parse(self, _bucket: Bucket, text: str, start: int) -> int:
        end = start + len(self.text)
        return end if text[start:end].casefold() == self.text.casefold() else ~start


def _java_int(digits: str) -> int:
    # Python turns no more than some thousand digits into a number.
    value = int(digits) if len(digits.lstrip("+-0")) < 11 else None
    if value is None or not -(2**31) <= value < 2**31:
        raise JavaDateError("text", f'For input string: "{digits}"')
    return value


class JodaNumber:
    """A field as a number: printed with at least `low` digits, read with at most `high`."""

    def __init__(self, field: JodaField, low: int, high: int, *, signed: bool = False) -> None:
        self.field = field
        self.low = low
        self.pattern = re.compile(f"[+-]?[0-9]{{1,{high}}}" if signed else f"[0-9]{{1,{high}}}")
        self.high = high

    def print(self, local: int, _zone: Zone, _second: int) -> str:
        value = self.field.get(local)
        return f"{'-' if value < 0 else ''}{abs(value):0{self.low}d}"

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        match = self.pattern.match(text, start)
        if match is None or (self.high == 1 and match[0][0] in "+-"):  # Joda-Time wants room for a digit beside a sign
            return ~start
        bucket.saved.append((self.field, _java_int(match[0])))
        return match.end()


class JodaShortYear:
    """A year of two digits; `lenient` also reads a year of any other length."""

    def __init__(self, field: JodaField, *, lenient: bool) -> None:
        self.field = field
        self.lenient = lenient

    def print(self, local: int, _zone: Zone, _second: int) -> str:
        return f"{abs(self.field.get(local)) % 100:02d}"

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        match = re.compile("[+-]?[0-9]+").match(text, start) if self.lenient else None
        if match is not None and not re.fullmatch("[0-9]{2}", match[0]):
            bucket.saved.append((self.field, _java_int(match[0])))
            return match.end()
        digits = text[start : start + 2]
        if re.fullmatch("[0-9]{2}", digits) is None:
            return ~start
        low = bucket.pivot - 50
        place = low % 100
        year = int(digits)
        bucket.saved.append((self.field, year + low + (100 if year < place else 0) - place))
        return start + 2


class JodaFraction:
    """A fraction of a second of up to `width` digits."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.pattern = re.compile(f"[0-9]{{1,{width}}}")

    def print(self, local: int, _zone: Zone, _second: int) -> str:
        return f"{local % 1000:03d}"[: self.width].ljust(self.width, "0")

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        match = self.pattern.match(text, start)
        if match is None:
            return ~start
        bucket.saved.append((j.MILLI, int(f"{match[0]:0<3}"[:3])))
        return match.end()


class JodaWord:
    """A field as a word: printed short or full; read as either, as it is written or in lower or upper case."""

    def __init__(self, field: JodaField, words: tuple[str, ...], first: int, *, short: bool) -> None:
        self.field = field
        self.first = first
        self.printed = tuple(word[:3] for word in words) if short else words
        self.values = {
            variant: number
            for number, word in enumerate(words, first)
            for text in (word, word[:3])
            for variant in (text, text.lower(), text.upper())
        }
        self.longest = max(map(len, words))

    def print(self, local: int, _zone: Zone, _second: int) -> str:
        return self.printed[self.field.get(local) - self.first]

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        for end in range(min(len(text), start + self.longest), start, -1):
            value = self.values.get(text[start:end])
            if value is not None:
                bucket.saved.append((self.field, value))
                return end
        return ~start


def era_word() -> JodaWord:
    """Return the element of letter G, which also reads BCE and CE."""
    word = JodaWord(j.ERA, ("BC", "AD"), 0, short=False)
    word.values |= {"BCE": 0, "bce": 0, "CE": 1, "ce": 1}
    word.longest = 3
    return word


def month_word(*, short: bool) -> JodaWord:
    """Return the element of MMM or MMMM."""
    return JodaWord(j.MONTH, MONTHS, 1, short=short)


def weekday_word(*, short: bool) -> JodaWord:
    """Return the element of E or EEEE."""
    return JodaWord(j.WEEKDAY, WEEKDAYS, 1, short=short)


def half_day_word() -> JodaWord:
    """Return the element of letter a."""
    return JodaWord(j.HALF_DAY, ("AM", "PM"), 0, short=False)


class JodaOffset:
    """An offset: printed as +hhmm or +hh:mm, read as Z or as hours with or without minutes, seconds and fraction."""

    def __init__(self, *, colon: bool) -> None:
        self.colon = ":" if colon else ""

    def print(self, _local: int, zone: Zone, second: int) -> str:
        return offset_text(zone.offset_at(second), self.colon)

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        if text[start : start + 1] in {"Z", "z"}:
            bucket.offset = 0
            return start + 1
        if len(text) - start <= 1 or text[start] not in "+-":
            return ~start
        position = start + 1
        hours = _digits(text, position, 2)
        if len(hours) < 2 or int(hours) > 23:
            return ~position
        total, position = int(hours) * j.DAY_MS // 24, position + 2
        colon = text.startswith(":", position)
        for unit, marks, width in ((60_000, ":", 2), (1000, ":", 2), (1, ".,", 3)):
            if position == len(text) or (colon and text[position] not in marks):
                break
            position += colon
            digits = _digits(text, position, width)
            if not digits and not colon:
                break
            if len(digits) < min(width, 2) and not (width == 3 and digits):
                return ~position
            if width == 2 and int(digits) > 59:
                return ~position
            total += unit * int(digits.ljust(width, "0"))
            position += len(digits)
        bucket.offset = -total if text[start] == "-" else total
        return position


def _digits(text: str, start: int, most: int) -> str:
    """Return up to `most` ASCII digits at a position."""
    end = start
    while end < min(start + most, len(text)) and "0" <= text[end] <= "9":
        end += 1
    return text[start:end]


def offset_text(offset: int, colon: str) -> str:
    """Return an offset in seconds as hours and minutes."""
    minutes = abs(offset) // 60
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}{colon}{minutes % 60:02d}"


_READ_NAMES: Final = {
    **dict.fromkeys(("UT", "UTC", "GMT"), "UTC"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
}


class JodaZoneName:
    """A zone by its name; of all names only those of the United States, UT, UTC and GMT are read."""

    def __init__(self, *, short: bool) -> None:
        self.short = short

    def print(self, _local: int, zone: Zone, second: int) -> str:
        names = None if zone.is_offset else zone_names().zones.get(zone.id)
        if names is None:
            return zone.id
        if zone.is_daylight(second):
            return names.short_daylight if self.short else names.long_daylight
        return names.short_standard if self.short else names.long_standard

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        for length in (3, 2):
            zone = _READ_NAMES.get(text[start : start + length])
            if zone is not None:
                bucket.zone = zone_of(zone)
                return start + length
        return ~start


@cache
def _grouped_ids() -> dict[str, list[str]]:
    """Return the rest of each region id, longest first, by what stands before the first slash and with it."""
    groups: dict[str, list[str]] = {}
    for zone in sorted(zone_names().zones, key=lambda text: -len(text)):
        slash = zone.find("/") + 1
        groups.setdefault(zone[:slash], []).append(zone[slash:])
    return groups


class JodaZoneId:
    """A zone by its id."""

    def print(self, _local: int, zone: Zone, _second: int) -> str:
        return zone.id

    def parse(self, bucket: Bucket, text: str, start: int) -> int:
        slash = text.find("/", start) + 1
        prefix = text[start:slash] if slash else ""
        for rest in _grouped_ids().get(prefix, []):
            if text.startswith(rest, start + len(prefix)):
                bucket.zone = zone_of(prefix + rest)
                return start + len(prefix) + len(rest)
        return ~start
