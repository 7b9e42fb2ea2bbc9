"""java.time.format.DateTimeFormatter patterns, as FormatDate and ParseDate use them.

Java 17, `DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(zone)`: ResolverStyle.SMART, case-sensitive, strict.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from qradar_builder.javalang.dates.advice import pattern_advice
from qradar_builder.javalang.dates.errors import JavaDateError, shortened
from qradar_builder.javalang.dates.fields import ResolutionError
from qradar_builder.javalang.dates.formatter.element import Reading
from qradar_builder.javalang.dates.formatter.quick_format import quick_formatter
from qradar_builder.javalang.dates.formatter.quick_parse import quick_parser
from qradar_builder.javalang.dates.formatter.reader import read_pattern
from qradar_builder.javalang.dates.formatter.resolve import fits_long, instant
from qradar_builder.javalang.dates.moment import Moment
from qradar_builder.javalang.dates.zone import zone_of

_LONG_OVERFLOW: Final = "long overflow"


class DateTimePattern:
    """A compiled pattern. `pattern` is its text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._section = read_pattern(pattern)
        self._quick_format = quick_formatter(self._section)
        self._quick_parse = quick_parser(self._section)

    def format(self, epoch_ms: int, zone: str | None) -> str:
        """Return the text of a time (epoch milliseconds) in a zone (any id that ZoneId.of takes).

        Without a zone only fractions of a second can be printed, as in Java. Raises JavaDateError of kind "value" where
        the time cannot be printed and of kind "zone" where there is no such zone.
        """
        if not fits_long(epoch_ms):
            raise JavaDateError("value", _LONG_OVERFLOW)
        where = None if zone is None else zone_of(zone)
        if self._quick_format is not None and where is not None:
            text = self._quick_format(epoch_ms, where)
            if text is not None:
                return text
        out: list[str] = []
        self._section.print(Moment(epoch_ms, where), out)
        return "".join(out)

    def parse(self, text: str, zone: str | None) -> int:
        """Return the time of a text in epoch milliseconds.

        An offset in the text wins over a zone in the text, and that over `zone`. Raises JavaDateError of kind "text"
        where Java does not read the text or the text does not make an instant, "value" where the instant does not fit
        a long, and "zone" where there is no such zone.
        """
        where = None if zone is None else zone_of(zone)
        if self._quick_parse is not None:
            quick = self._quick_parse(text, where)
            if quick is not None:
                return quick
        reading = Reading()
        try:
            end = self._section.parse(reading, text, 0)
            self._check_end(text, end)
            epoch_ms = instant(reading, where)
        except ResolutionError as problem:
            raise JavaDateError("text", f"Text '{shortened(text)}' could not be parsed: {problem}") from None
        if not fits_long(epoch_ms):
            raise JavaDateError("value", _LONG_OVERFLOW)
        return epoch_ms

    @staticmethod
    def _check_end(text: str, end: int) -> None:
        quoted = shortened(text)
        if end < 0:
            raise JavaDateError("text", f"Text '{quoted}' could not be parsed at index {~end}", ~end)
        if end < len(text):
            raise JavaDateError("text", f"Text '{quoted}' could not be parsed, unparsed text found at index {end}", end)


@lru_cache(maxsize=512)
def compile_formatter(pattern: str) -> DateTimePattern:
    """Compile a pattern of DateTimeFormatter.

    Raises JavaDateError of kind "pattern" with the place where Java refuses it, and of kind "unsupported" for a pattern
    beyond our bounds.
    """
    try:
        return DateTimePattern(pattern)
    except JavaDateError as error:
        error.help = pattern_advice(pattern, DateTimePattern)
        raise
