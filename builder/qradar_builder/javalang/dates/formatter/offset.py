"""Offsets and zones in a DateTimeFormatter pattern: letters X, x, Z, O, V, z and v."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.element import Reading
from qradar_builder.javalang.dates.words import FULL, SHORT
from qradar_builder.javalang.dates.zone import MAX_OFFSET, Zone, offset_zone, zone_of
from qradar_builder.javalang.dates.zone_names import longest_texts, zone_names

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.moment import Moment


class Offset:
    """An offset in one of Java's layouts, such as `+HHmm` or `+HH:MM:ss` (small letters: printed where not zero).

    `zero` is the text for no offset at all.
    """

    def __init__(self, layout: str, zero: str) -> None:
        self.zero = zero
        self.colon = ":" if ":" in layout else ""
        letters = layout.replace(":", "")
        self.minutes = "always" if "MM" in letters else "some" if "mm" in letters else "never"
        self.seconds = "always" if "SS" in letters else "some" if "ss" in letters else "never"
        self.pattern = re.compile(_offset_regex(self.colon, self.minutes, self.seconds))

    def print(self, moment: Moment, out: list[str]) -> bool:
        offset = moment.value(f.OFFSET)
        if offset is None:
            return False
        out.append(self.text(offset))
        return True

    def text(self, offset: int) -> str:
        """Return the text of an offset in seconds."""
        hours, rest = divmod(abs(offset), 3600)
        minutes, seconds = divmod(rest, 60)
        shows_minutes = self.minutes == "always" or (self.minutes == "some" and minutes > 0)
        shows_seconds = self.seconds == "always" or (self.seconds == "some" and seconds > 0)
        if not (hours or (shows_minutes and minutes) or (shows_seconds and seconds)):
            return self.zero
        text = f"{'-' if offset < 0 else '+'}{hours:02d}"
        if shows_minutes:
            text += f"{self.colon}{minutes:02d}"
            if shows_seconds:
                text += f"{self.colon}{seconds:02d}"
        return text

    def parse(self, reading: Reading, text: str, start: int) -> int:
        if start == len(text):
            return ~start
        if text.startswith(self.zero, start):
            return reading.put(f.OFFSET, 0, start, start + len(self.zero))
        match = self.pattern.match(text, start)
        if match is None:
            return ~start
        hours, minutes, seconds = (int(group or 0) for group in match.groups())
        if hours > 23:
            raise f.ResolutionError("Value out of range: Hour[0-23], Minute[0-59], Second[0-59]")
        total = hours * 3600 + minutes * 60 + seconds
        return reading.put(f.OFFSET, -total if match[0][0] == "-" else total, start, match.end())


def _offset_regex(colon: str, minutes: str, seconds: str) -> str:
    sixtieth = f"{colon}([0-5][0-9])"
    tail = {"always": sixtieth, "some": f"(?:{sixtieth})?", "never": "()"}
    return f"[+-]([0-5][0-9]){tail[minutes]}{tail[seconds]}"


_LAYOUTS: Final = ("+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss")
_ZONE_OFFSET: Final = Offset("+HH:MM:ss", "Z")
_PREFIXED_OFFSET: Final = Offset("+HH:MM:ss", "0")


def iso_offset(count: int) -> Offset:
    """Return the offset of 1 to 5 letters X: `Z` stands for zero."""
    return Offset(_LAYOUTS[count - 1], "Z")


def plain_offset(count: int) -> Offset:
    """Return the offset of 1 to 5 letters x: zero is written out."""
    return Offset(_LAYOUTS[count - 1], "+00" if count == 1 else "+0000" if count % 2 == 0 else "+00:00")


class LocalizedOffset:
    """An offset behind the text GMT: `GMT+8` (letter O) or `GMT+08:00` (OOOO and ZZZZ)."""

    def __init__(self, style: str) -> None:
        self.full = style == FULL

    def print(self, moment: Moment, out: list[str]) -> bool:
        offset = moment.value(f.OFFSET)
        if offset is None:
            return False
        out.append("GMT")
        if offset:
            hours, rest = divmod(abs(offset), 3600)
            minutes, seconds = divmod(rest, 60)
            out.append(
                f"{'-' if offset < 0 else '+'}{hours:02d}" if self.full else f"{'-' if offset < 0 else '+'}{hours}"
            )
            if self.full or minutes or seconds:
                out.append(f":{minutes:02d}")
            if seconds:
                out.append(f":{seconds:02d}")
        return True

    def parse(self, reading: Reading, text: str, start: int) -> int:
        position = start + 3
        if not text.startswith("GMT", start):
            return ~start
        if position == len(text) or text[position] not in "+-":
            return reading.put(f.OFFSET, 0, start, position)
        numbers = self._full(text, position + 1) if self.full else self._short(text, position + 1)
        if numbers is None:
            return ~start
        hours, minutes, seconds, end = numbers
        total = hours * 3600 + minutes * 60 + seconds
        return reading.put(f.OFFSET, -total if text[position] == "-" else total, start, end)

    @staticmethod
    def _full(text: str, start: int) -> tuple[int, int, int, int] | None:
        hours = _two_digits(text, start)
        if hours is None or _character(text, start + 2) != ":":
            return None
        minutes = _two_digits(text, start + 3)
        if minutes is None:
            return None
        seconds, end = _colon_number(text, start + 5)
        return hours, minutes, seconds, end

    @staticmethod
    def _short(text: str, start: int) -> tuple[int, int, int, int] | None:
        hours = _digit(_character(text, start))
        if hours is None:
            return None
        end = start + 1
        if end < len(text):
            second_digit = _digit(text[end])
            if second_digit is not None:
                hours = hours * 10 + second_digit
                end += 1
        minutes, after = _colon_number(text, end)
        if after == end:
            return hours, 0, 0, end
        seconds, after = _colon_number(text, after)
        return hours, minutes, seconds, after


def _character(text: str, index: int) -> str:
    """Return a character; where the text has ended, fail as Java does: with an error of its own."""
    if index >= len(text):
        raise f.ResolutionError(f"String index out of range: {index}")
    return text[index]


def _digit(character: str) -> int | None:
    return ord(character) - 48 if "0" <= character <= "9" else None


def _two_digits(text: str, start: int) -> int | None:
    tens, ones = _digit(_character(text, start)), _digit(_character(text, start + 1))
    return None if tens is None or ones is None else tens * 10 + ones


def _colon_number(text: str, start: int) -> tuple[int, int]:
    """Return the two-digit number behind a colon and the position behind it, or 0 and `start`."""
    if start + 2 < len(text) and text[start] == ":":
        number = _two_digits(text, start + 1)
        if number is not None:
            return number, start + 3
    return 0, start


class ZoneId:
    """A zone by its id (VV), or, in the subclass, by a name."""

    style = "id"

    def print(self, moment: Moment, out: list[str]) -> bool:
        zone = moment.shown_zone()
        if zone is None:
            return False
        out.append(self.name(zone, moment.second))
        return True

    def name(self, zone: Zone, _second: int) -> str:
        """Return the text of a zone at an instant (seconds since the epoch)."""
        return zone.id

    def parse(self, reading: Reading, text: str, start: int) -> int:
        if start >= len(text):
            return ~start
        prefix = _offset_prefix(text, start)
        if prefix is not None:
            return _offset_behind(prefix, reading, text, start)
        texts, lengths = longest_texts(style=self.style)
        for length in lengths:
            zone = texts.get(text[start : start + length])
            if zone is not None and start + length <= len(text):
                reading.zone = zone_of(zone)
                return start + length
        if text[start] == "Z":
            reading.zone = zone_of("Z")
            return start + 1
        return ~start


def _offset_prefix(text: str, start: int) -> str | None:
    """Return UTC, UT, GMT or nothing where an offset may follow it; None where a name or an id stands."""
    if text[start] in "+-":
        return ""
    if text.startswith("UTC", start):
        return "UTC" if start + 3 == len(text) or text[start + 3] in "+-" else None
    return next((prefix for prefix in ("UT", "GMT") if text.startswith(prefix, start)), None)


def _offset_behind(prefix: str, reading: Reading, text: str, start: int) -> int:
    """Read the offset behind UTC, UT or GMT, or one that stands alone."""
    position = start + len(prefix)
    if prefix == "GMT" and text.startswith("0", position):
        reading.zone = zone_of("GMT0")
        return position + 1
    if position >= len(text) or text[position] in "0Z":
        reading.zone = zone_of(prefix)
        return position
    element = _PREFIXED_OFFSET if prefix else _ZONE_OFFSET
    inner = Reading()  # an offset read elsewhere is no conflict
    end = element.parse(inner, text, position)
    if end < 0:
        if not prefix:
            return ~start
        reading.zone = zone_of(prefix)
        return position
    offset = inner.fields[f.OFFSET]
    if not -MAX_OFFSET <= offset <= MAX_OFFSET:
        return ~start
    reading.zone = offset_zone(offset, prefix)
    return end


class ZoneName(ZoneId):
    """A zone by its name: short (z, v) or long (zzzz, vvvv); `generic` names do not tell summer time."""

    def __init__(self, style: str, *, generic: bool) -> None:
        self.style = "short" if style == SHORT else "long"
        self.generic = generic

    def name(self, zone: Zone, second: int) -> str:
        names = None if zone.is_offset else zone_names().zones.get(zone.id)
        if names is None:
            return zone.id
        if self.generic:
            return names.short_generic if self.style == "short" else names.long_generic
        if zone.is_daylight(second):
            return names.short_daylight if self.style == "short" else names.long_daylight
        return names.short_standard if self.style == "short" else names.long_standard


def zoned(reading_offset: int) -> Zone:
    """Return the zone of an offset that was read; raise ResolutionError where Java has no such offset."""
    try:
        return offset_zone(reading_offset)
    except JavaDateError as problem:
        raise f.ResolutionError(problem.message) from None
