"""A date pattern as each of the two classes reads it that QRadar may use: Joda-Time's and SimpleDateFormat."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import SECONDS_IN_DAY, civil
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.joda.pattern import compile_joda
from qradar_builder.javalang.dates.simple.pattern import compile_simple
from qradar_builder.javalang.dates.zone import offset_id, zone_of
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.joda.pattern import JodaPattern
    from qradar_builder.javalang.dates.simple.pattern import SimpleDatePattern

    Compiled = JodaPattern | SimpleDatePattern | JavaDateError

DAY_MS: Final = SECONDS_IN_DAY * 1000
_SHOWN: Final = 80


class DateClass:
    """One of the classes with a pattern. `refusal` is the error with which it refuses the pattern."""

    def __init__(
        self, name: str, pattern: str, compile_pattern: Callable[[str], JodaPattern | SimpleDatePattern]
    ) -> None:
        self.name = name
        self._pattern = _compiled(pattern, compile_pattern)
        self._with_year = _compiled(f"yyyy {pattern}", compile_pattern)
        self.refusal = self._pattern if isinstance(self._pattern, JavaDateError) else None

    def read(self, text: str, now_ms: int, zone: str, year: int | None = None) -> int | str:
        """Return epoch milliseconds, or why the text or the pattern is refused.

        `year` is the current one, for a pattern that has none.
        """
        if isinstance(self._pattern, JavaDateError):
            return f"refuses the date pattern ({self.refusal})"
        try:
            if year is None:
                return self._pattern.parse(text, zone, now_ms)
            return self._without_year(self._pattern, text, now_ms, zone, year)
        except JavaDateError as error:
            return f"does not read it ({error.message})"

    def _without_year(
        self, pattern: JodaPattern | SimpleDatePattern, text: str, now_ms: int, zone: str, year: int
    ) -> int:
        """MISSING_YEAR."""
        try:
            instant = self.read_in_year(text, zone, year)
        except JavaDateError:
            pattern.parse(text, "UTC", now_ms)  # says what does not fit in the text as it stands
            if self._has_day(text, year):
                raise
        else:
            if instant <= now_ms + DAY_MS:
                return instant
        return self.read_in_year(text, zone, year - 1)

    def _has_day(self, text: str, year: int) -> bool:
        try:
            self.read_in_year(text, "UTC", year)
        except JavaDateError:
            return False
        return True

    def read_in_year(self, text: str, zone: str, year: int) -> int:
        """Return epoch milliseconds of a text without a year. Raises JavaDateError."""
        if isinstance(self._with_year, JavaDateError):
            raise self._with_year
        return self._with_year.parse(f"{year:04d} {text}", zone, 0)


def _compiled(pattern: str, compile_pattern: Callable[[str], JodaPattern | SimpleDatePattern]) -> Compiled:
    try:
        return compile_pattern(pattern)
    except JavaDateError as error:
        return error


@lru_cache(maxsize=512)
def date_classes(pattern: str) -> tuple[DateClass, DateClass]:
    """Joda-Time and SimpleDateFormat with a pattern.

    Raises JavaDateError where both refuse it.
    """
    joda = DateClass("Joda-Time", pattern, compile_joda)
    simple = DateClass("SimpleDateFormat", pattern, compile_simple)
    if joda.refusal is not None and simple.refusal is not None:
        raise JavaDateError(
            joda.refusal.kind,
            f"neither date class accepts the pattern `{shortened(pattern)}`: "
            f"Joda-Time says “{joda.refusal}”, SimpleDateFormat “{simple.refusal}”",
            simple.refusal.index,
        )
    return joda, simple


def shortened(text: str) -> str:
    """A text of bounded length, for messages."""
    return cut(text, _SHOWN)


@lru_cache(maxsize=256)
def zone_ids(zone: str) -> tuple[str, str]:
    """The id of a zone (UTC, an offset or a region) as Joda-Time and as SimpleDateFormat take it.

    Raises JavaDateError for what is no zone.
    """
    known = zone_of(zone)
    if known.fixed is None:
        return zone, zone
    if known.fixed == 0:
        return "UTC", "UTC"
    if known.fixed % 60:
        raise JavaDateError("zone", f"A zone whose offset has seconds: {zone}")
    offset = offset_id(known.fixed)
    return offset, f"GMT{offset}"


@lru_cache(maxsize=256)
def year_at(second: int, zone: str) -> int:
    """The year in a zone at an instant in seconds since the epoch."""
    return civil((second + zone_of(zone).offset_at(second)) // SECONDS_IN_DAY)[0]
