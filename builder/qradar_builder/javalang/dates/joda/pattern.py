"""Joda-Time 2.x patterns: `DateTimeFormat.forPattern(pattern)` in English with the ISO calendar."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import civil
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.reader import MAX_PATTERN_LENGTH
from qradar_builder.javalang.dates.formatter.resolve import fits_long
from qradar_builder.javalang.dates.joda import element as e, fields as j
from qradar_builder.javalang.dates.zone import Zone, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.joda.element import JodaElement

_YEARS: Final = {"y": j.YEAR, "Y": j.YEAR_OF_ERA, "x": j.WEEK_YEAR}
_NUMBERS: Final = {
    "d": (j.DAY, 2),
    "h": (j.CLOCK_HALF_HOUR, 2),
    "H": (j.HOUR, 2),
    "k": (j.CLOCK_HOUR, 2),
    "K": (j.HALF_HOUR, 2),
    "m": (j.MINUTE, 2),
    "s": (j.SECOND, 2),
    "e": (j.WEEKDAY, 1),
    "D": (j.DAY_OF_YEAR, 3),
    "w": (j.WEEK, 2),
}
_WORDS: Final[dict[str, Callable[[int], JodaElement]]] = {
    "G": lambda _count: e.era_word(),
    "a": lambda _count: e.half_day_word(),
    "E": lambda count: e.weekday_word(short=count < 4),
    "S": e.JodaFraction,
    "z": lambda count: e.JodaZoneName(short=count < 4),
    "Z": lambda count: e.JodaOffset(colon=count == 2) if count < 3 else e.JodaZoneId(),
}


def _is_number(token: str) -> bool:
    return token[:1] in set("cCxyYdhHmsSeDFwWkK") or token in {"M", "MM"}


def _element(token: str, behind: str) -> JodaElement:
    """Return the element of a run of letters; `behind` is the token that follows it."""
    letter, count = token[0], len(token)
    if letter in _YEARS:
        if count == 2:
            return e.JodaShortYear(j.WEEK_YEAR if letter == "x" else j.YEAR, lenient=not _is_number(behind))
        high = count if _is_number(behind) else 9
        return e.JodaNumber(_YEARS[letter], count, max(high, count), signed=letter != "Y")
    if letter == "C":
        return e.JodaNumber(j.CENTURY, count, count, signed=True)
    if letter == "M":
        return e.month_word(short=count == 3) if count > 2 else e.JodaNumber(j.MONTH, count, 2)
    if letter in _NUMBERS:
        field, high = _NUMBERS[letter]
        return e.JodaNumber(field, count, max(high, count))
    return _WORDS[letter](count)


def _tokens(pattern: str) -> list[tuple[str, int]]:
    """Return the runs of letters, and the literals with a quote before them, with their places."""
    tokens: list[tuple[str, int]] = []
    position = 0
    while position < len(pattern):
        start = position
        if pattern[start].isascii() and pattern[start].isalpha():
            while position < len(pattern) and pattern[position] == pattern[start]:
                position += 1
            tokens.append((pattern[start:position], start))
            continue
        text = "'"
        quoted = False
        while position < len(pattern):
            character = pattern[position]
            if character == "'":
                if pattern[position + 1 : position + 2] == "'":
                    position += 1
                    text += "'"
                else:
                    quoted = not quoted
            elif not quoted and character.isascii() and character.isalpha():
                break
            else:
                text += character
            position += 1
        tokens.append((text, start))
    return tokens


class JodaPattern:
    """A compiled pattern. `pattern` is its text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        if len(pattern) > MAX_PATTERN_LENGTH:
            raise JavaDateError("unsupported", f"A date pattern of more than {MAX_PATTERN_LENGTH} characters")
        tokens = _tokens(pattern)
        if not tokens:
            raise JavaDateError("pattern", "Invalid pattern specification")
        elements: list[JodaElement] = []
        for (token, start), (behind, _) in zip(tokens, [*tokens[1:], ("", 0)], strict=True):
            if token[0] == "'":
                if len(token) > 1:
                    elements.append(e.JodaLiteral(token[1:]))
            elif token[0] in _YEARS or token[0] in _NUMBERS or token[0] in _WORDS or token[0] in "CM":
                elements.append(_element(token, behind))
            else:
                raise JavaDateError("pattern", f"Illegal pattern component: {token}", start)
        if not elements:
            raise JavaDateError("pattern", "Both printing and parsing not supported")
        self._elements = tuple(elements)
        # Joda-Time prints long zone names and, beside other parts, does not read them.
        self._can_parse = len(elements) == 1 or not any(
            isinstance(element, e.JodaZoneName) and not element.short for element in elements
        )

    def format(self, epoch_ms: int, zone: str) -> str:
        """Return the text of a time (epoch milliseconds) in a zone (UTC, an offset or a region)."""
        if not fits_long(epoch_ms):
            raise JavaDateError("value", "long overflow")
        where = joda_zone(zone)
        second = epoch_ms // 1000
        local = epoch_ms + where.offset_at(second) * 1000
        return "".join(element.print(local, where, second) for element in self._elements)

    def parse(self, text: str, zone: str, now_ms: int) -> int:
        """Return the time of a text in epoch milliseconds; the whole text must fit.

        An offset or a zone in the text wins over `zone`. Two-digit years lie within 100 years, from 80 years before the
        year of `now_ms` (epoch milliseconds). Raises JavaDateError of kind "text".
        """
        if not self._can_parse:
            raise JavaDateError("text", "Parsing not supported")
        bucket = e.Bucket(joda_zone(zone), civil(now_ms // j.DAY_MS)[0] - 30)
        position = 0
        for element in self._elements:
            position = element.parse(bucket, text, position)
            if position < 0:
                break
        if position != len(text):
            position = ~position if position < 0 else position
            raise JavaDateError("text", _malformed(text, position), position)
        try:
            return self._instant(bucket)
        except j.FieldValueError as problem:
            raise JavaDateError("text", f'Cannot parse "{text}": {problem}') from None

    @staticmethod
    def _instant(bucket: e.Bucket) -> int:
        local = j.local_time(bucket.saved)
        if bucket.offset is not None:
            return local - bucket.offset
        second = local // 1000
        if bucket.zone.is_gap(second):
            raise j.FieldValueError(f"Illegal instant due to time zone offset transition ({bucket.zone.id})")
        return local - bucket.zone.earlier_offset(second) * 1000


def _malformed(text: str, position: int) -> str:
    """Return Joda-Time's message on a text that does not fit at a place."""
    end = position + 32
    sample = text if len(text) <= end + 3 else text[:end] + "..."
    if position <= 0:
        return f'Invalid format: "{sample}"'
    if position >= len(text):
        return f'Invalid format: "{sample}" is too short'
    return f'Invalid format: "{sample}" is malformed at "{sample[position:]}"'


@lru_cache(maxsize=1024)
def joda_zone(text: str) -> Zone:
    """Return the zone of a text as DateTimeZone.forID does: UTC, +hh:mm or a region."""
    zone = zone_of(text)
    if zone.is_offset and zone.fixed == 0:
        return zone_of("UTC")
    return zone


@lru_cache(maxsize=512)
def compile_joda(pattern: str) -> JodaPattern:
    """Compile a pattern of Joda-Time's DateTimeFormat.

    Raises JavaDateError of kind "pattern" with the place where Joda-Time refuses it, and of kind "unsupported" for a
    pattern beyond our bounds.
    """
    return JodaPattern(pattern)
