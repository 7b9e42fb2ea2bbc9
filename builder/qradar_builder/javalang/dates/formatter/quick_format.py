"""The short way to print: a pattern of the usual fields becomes one template.

It answers only where it is sure of Java's answer; it says None for everything else (an unusual letter, a far-away
year), and then the elements do the work, which also make the error.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates import fields as f
from qradar_builder.javalang.dates.formatter.element import Literal, Section, Word
from qradar_builder.javalang.dates.formatter.number import Fraction, Number, TwoDigitYear, WeekNumber
from qradar_builder.javalang.dates.formatter.offset import Offset
from qradar_builder.javalang.dates.words import MONTHS, SHORT, TEXTS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.javalang.dates.zone import Zone

    QuickFormat = Callable[[int, Zone], str | None]

_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_FIRST_MS: Final = -62104060800000  # year 2 to year 9998: what datetime.date holds with any offset
_LAST_MS: Final = 253339228800000
_PLACES: Final = {f.YEAR: 0, f.YEAR_OF_ERA: 0, f.MONTH: 1, f.DAY: 2, f.HOUR: 3, f.MINUTE: 4, f.SECOND: 5}
_MILLI_PLACE: Final = 6  # and behind it hundredths and tenths
_MONTH_PLACE: Final = 9
_WEEKDAY_PLACE: Final = 10
_FIRST_OFFSET_PLACE: Final = 11
_MONTHS: Final = ("", *(name[:3] for name in MONTHS))
_WEEKDAYS: Final = tuple(name[:3] for name in WEEKDAYS)


class _NotUsualError(Exception):
    """The pattern has a part that the short way does not know."""


def quick_formatter(section: Section) -> QuickFormat | None:
    """Return a function that prints epoch milliseconds in a zone, or None for a pattern that is not a usual one."""
    parts: list[str] = []
    places: list[int] = []
    offsets: list[Offset] = []
    try:
        _template(section, parts, places, offsets)
    except _NotUsualError:
        return None
    if not places:
        return None
    template = "".join(parts)
    pick = itemgetter(*places)
    offset_texts: dict[int, tuple[str, ...]] = {}  # bounded by the offsets there are

    def format_quickly(epoch_ms: int, zone: Zone) -> str | None:
        if not _FIRST_MS <= epoch_ms <= _LAST_MS:
            return None
        second, milli = divmod(epoch_ms, 1000)
        offset = zone.fixed
        if offset is None:
            offset = zone.offset_at(second)
        day, second = divmod(second + offset, 86400)
        when = date.fromordinal(_EPOCH_ORDINAL + day)
        texts = offset_texts.get(offset)
        if texts is None:
            texts = offset_texts[offset] = tuple(element.text(offset) for element in offsets)
        hour, second = divmod(second, 3600)
        text: str = template % pick(
            (
                *(when.year, when.month, when.day, hour, second // 60, second % 60),
                *(milli, milli // 10, milli // 100),
                *(_MONTHS[when.month], _WEEKDAYS[(day + 3) % 7]),
                *texts,
            )
        )
        return text

    return format_quickly


def _template(section: Section, parts: list[str], places: list[int], offsets: list[Offset]) -> None:
    for element in section.elements:
        if isinstance(element, Section):
            _template(element, parts, places, offsets)
        elif isinstance(element, Literal):
            parts.append(element.text.replace("%", "%%"))
        elif isinstance(element, Offset):
            parts.append("%s")
            places.append(_FIRST_OFFSET_PLACE + len(offsets))
            offsets.append(element)
        elif isinstance(element, Fraction):
            shown = min(element.low, 3)  # a time in milliseconds has no more
            parts.append(f"%0{shown}d" + "0" * (element.low - shown))
            places.append(_MILLI_PLACE + 3 - shown)
        elif (
            isinstance(element, Number)
            and not isinstance(element, TwoDigitYear | WeekNumber)
            and element.field in _PLACES
            and element.low <= 10
        ):
            parts.append(f"%0{element.low}d")
            places.append(_PLACES[element.field])
        elif isinstance(element, Word) and element.table is TEXTS[f.MONTH, SHORT]:
            parts.append("%s")
            places.append(_MONTH_PLACE)
        elif isinstance(element, Word) and element.table is TEXTS[f.WEEKDAY, SHORT]:
            parts.append("%s")
            places.append(_WEEKDAY_PLACE)
        else:
            raise _NotUsualError
