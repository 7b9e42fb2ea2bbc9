"""java.text.SimpleDateFormat patterns: lenient, Java 17, `new SimpleDateFormat(pattern, Locale.US)`."""

from __future__ import annotations

from functools import lru_cache

from qradar_builder.javalang.dates.calendar import civil, epoch_day, month_length
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.resolve import fits_long
from qradar_builder.javalang.dates.simple.parse import TextReader
from qradar_builder.javalang.dates.simple.print import print_parts
from qradar_builder.javalang.dates.simple.reader import read_simple_pattern
from qradar_builder.javalang.dates.zone import Zone, util_zone


class SimpleDatePattern:
    """A compiled pattern. `pattern` is its text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._parts = read_simple_pattern(pattern)

    def format(self, epoch_ms: int, zone: str) -> str:
        """Return the text of a time (epoch milliseconds) in a zone (what TimeZone does not know is GMT)."""
        if not fits_long(epoch_ms):
            raise JavaDateError("value", "long overflow")
        return print_parts(self._parts, epoch_ms, util_zone(zone))

    def parse(self, text: str, zone: str, now_ms: int) -> int:
        """Return the time of the start of a text in epoch milliseconds; Java ignores what follows it.

        `zone` holds where the text has none. Two-digit years lie between 80 years before and 20 years after `now_ms`
        (epoch milliseconds). Fields that are missing are those of 1970-01-01 00:00. Raises JavaDateError of kind
        "text".
        """
        default = util_zone(zone)
        century_ms = _eighty_years_before(now_ms, default)
        century = civil((century_ms // 1000 + default.offset_at(century_ms // 1000)) // 86400)[0]
        reader = TextReader(text, default, century)
        end = reader.read(self._parts)
        if end < 0:
            raise JavaDateError("text", f'Unparseable date: "{text}"', ~end)
        epoch_ms = reader.fields.epoch_ms(reader.zone)
        if reader.is_ambiguous and epoch_ms < century_ms:
            epoch_ms = reader.fields.copy_later(100).epoch_ms(reader.zone)
        return epoch_ms


@lru_cache(maxsize=64)
def _eighty_years_before(now_ms: int, zone: Zone) -> int:
    """Return the instant of the same local time 80 years before (29 February becomes the 28th where it must)."""
    second = now_ms // 1000
    day, clock = divmod(second + zone.offset_at(second), 86400)
    year, month, day_of_month = civil(day)
    year -= 80
    local = epoch_day(year, month, min(day_of_month, month_length(year, month))) * 86400 + clock
    return (local - zone.standard_offset(local)) * 1000 + now_ms % 1000


@lru_cache(maxsize=512)
def compile_simple(pattern: str) -> SimpleDatePattern:
    """Compile a pattern of SimpleDateFormat.

    Raises JavaDateError of kind "pattern" with the place where Java refuses it, and of kind "unsupported" for a pattern
    beyond our bounds.
    """
    return SimpleDatePattern(pattern)
