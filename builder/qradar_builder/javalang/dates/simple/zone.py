"""Zones in a text that a SimpleDateFormat reads: names, GMT+hh:mm, +hhmm and ISO 8601 offsets."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qradar_builder.javalang.dates.simple.calendar import DST_OFFSET, ZONE_OFFSET
from qradar_builder.javalang.dates.zone import util_zone
from qradar_builder.javalang.dates.zone_names import zone_names

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.simple.calendar import Fields
    from qradar_builder.javalang.dates.zone import Zone


class TextEndError(Exception):
    """The text ends where a zone should go on."""


def _character(text: str, index: int) -> str:
    if index >= len(text):
        raise TextEndError
    return text[index]


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def read_offset(text: str, start: int, sign: int, count: int, fields: Fields, *, colon: bool) -> int:
    """Read hours and minutes behind a sign; `count` is the number of letters X, 0 for other letters.

    Sets the offset and returns the position behind it, or minus the position (from 1 on) of what does not fit.
    """
    index = start
    hours = minutes = 0
    try:
        first = _character(text, index)
        index += 1
        if not _is_digit(first):
            return 1 - index
        second = _character(text, index)
        index += 1
        hours = int(first)
        if _is_digit(second):
            hours = hours * 10 + int(second)
        elif count > 0 or not colon:
            return 1 - index
        else:
            index -= 1
        if hours > 23:
            return 1 - index
        if count != 1:
            found = _minutes(text, index, colon=colon)
            if found < 0:
                return found
            minutes, index = found % 100, found // 100
    except TextEndError:
        return -len(text)
    fields.put(ZONE_OFFSET, (hours * 60 + minutes) * 60 * sign)
    fields.put(DST_OFFSET, 0)
    return index


def _minutes(text: str, start: int, *, colon: bool) -> int:
    """Return the minutes and a hundred times the position behind them, or minus the position of what does not fit."""
    index = start
    if colon:
        if _character(text, index) != ":":
            return -index
        index += 1
    first = _character(text, index)
    if not _is_digit(first):
        return -index
    second = _character(text, index + 1)
    minutes = int(first) * 10 + int(second) if _is_digit(second) else 60
    return -(index + 1) if minutes > 59 else (index + 2) * 100 + minutes


@cache
def _names() -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Return each zone with its names in lower case (long and short, without and with summer time) and its saving."""
    rows = []
    seen = set()
    for zone, names, saving in zone_names().listed:
        texts = tuple(
            text.lower()
            for text in (names.long_standard, names.short_standard, names.long_daylight, names.short_daylight)
        )
        if texts not in seen:  # the first zone of a name is the one that is found
            seen.add(texts)
            rows.append((zone, texts, saving))
    return tuple(rows)


@cache
def _own_names(zone_id: str) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    for zone, names, saving in zone_names().listed:
        if zone == zone_id:
            texts = (names.long_standard, names.short_standard, names.long_daylight, names.short_daylight)
            return ((zone, tuple(text.lower() for text in texts), saving),)
    return ()


def read_zone_name(text: str, start: int, zone: Zone, fields: Fields) -> tuple[int, Zone]:
    """Read the name of a zone, the names of `zone` first.

    Returns the position behind it (0: none found) and the zone, and sets the saving that the name tells.
    """
    lower = text[start : start + 60].lower()
    for zone_id, texts, saving in (*_own_names(zone.id), *_names()):
        for place, name in enumerate(texts):
            if lower.startswith(name):
                same = place < 2 and name == texts[place + 2]
                seconds = saving if place >= 2 else 0
                if not (same or (place >= 2 and seconds == 0)):
                    fields.values.pop(ZONE_OFFSET, None)
                    fields.put(DST_OFFSET, seconds)
                return start + len(name), util_zone(zone_id)
    return 0, zone
