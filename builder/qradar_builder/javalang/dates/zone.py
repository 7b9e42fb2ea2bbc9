"""Time zones as java.time.ZoneId knows them: fixed offsets, prefixed offsets and regions, for any year."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qradar_builder.javalang.dates.calendar import DAYS_IN_400_YEARS, SECONDS_IN_DAY
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.zone_names import zone_names
from qradar_builder.quick.patterns import late

MAX_OFFSET: Final = 18 * 3600
_REGION: Final = late(r"[A-Za-z][A-Za-z0-9~/._+-]+")
_OFFSET: Final = late(
    r"([+-])(?:(\d)|(\d\d)(?:(\d\d)(\d\d)?|:(\d\d)(?::(\d\d))?)?)", re.ASCII
)  # +h, +hh, +hhmm, +hh:mm, +hhmmss, +hh:mm:ss
_OFFSET_LENGTHS: Final = (2, 3, 5, 6, 7, 9)
_CUSTOM: Final = late(r"GMT([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
_CYCLE: Final = DAYS_IN_400_YEARS * SECONDS_IN_DAY  # the Gregorian calendar repeats itself, weekdays and all
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH: Final = _EPOCH.replace(tzinfo=None)
_FIRST: Final = -62104060800  # 0002-01-02: before it only local mean time
_LAST: Final = 253370764800  # 9999-01-01

# Java reads the zone data in the form in which summer time always goes forward. In the plain form these have a "summer
# time" that goes back, in winter or in Ramadan. Here: since when (seconds since the epoch), and which offset is Java's
# summer time.
_BACKWARD: Final = {
    **dict.fromkeys(("Europe/Dublin", "Eire"), (-37242000, 3600)),
    **dict.fromkeys(("Africa/Casablanca", "Africa/El_Aaiun"), (1540692000, 3600)),
    "Africa/Windhoek": (637970400, 7200),
}

# Since 2024 these are links, as Java has them; older zone data on a machine gives them other times before 1970.
_LINKS: Final = {
    "CET": "Europe/Brussels",
    "MET": "Europe/Brussels",
    "EET": "Europe/Athens",
    "WET": "Europe/Lisbon",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}


class Zone:
    """A time zone: `id` as Java prints it, `fixed` its offset in seconds where that never changes (else None)."""

    __slots__ = ("_backward", "fixed", "id", "info", "is_offset")

    def __init__(self, zone_id: str, *, fixed: int | None = None, info: ZoneInfo | None = None) -> None:
        self.id = zone_id
        self.fixed = fixed
        self.is_offset = fixed is not None and zone_id == offset_id(fixed)
        self.info = info
        self._backward = _BACKWARD.get(zone_id)

    def offset_at(self, second: int) -> int:
        """Return the offset from UTC, in seconds, at an instant in seconds since the epoch."""
        if self.fixed is not None:
            return self.fixed
        moment = (_EPOCH + timedelta(seconds=_within(second))).astimezone(self.info)
        return _seconds(moment.utcoffset())

    def is_daylight(self, second: int) -> bool:
        """Say whether summer time is in force at an instant in seconds since the epoch."""
        if self.info is None:
            return False
        moment = (_EPOCH + timedelta(seconds=_within(second))).astimezone(self.info)
        if self._backward is not None and second >= self._backward[0]:
            return _seconds(moment.utcoffset()) == self._backward[1]
        return _seconds(moment.dst()) != 0

    def saving(self, second: int) -> int:
        """Return the seconds that summer time saves at an instant, 0 where it is not in force."""
        if not self.is_daylight(second):
            return 0
        moment = (_EPOCH + timedelta(seconds=_within(second))).astimezone(self.info)
        return _seconds(moment.dst()) or 3600

    def earlier_offset(self, local: int) -> int:
        """Return the offset at a local time (seconds as if it were UTC).

        In a gap it is the offset before the gap, in an overlap the earlier instant's: what java.time takes.
        """
        if self.fixed is not None:
            return self.fixed
        moment = (_LOCAL_EPOCH + timedelta(seconds=_within(local))).replace(tzinfo=self.info)
        return _seconds(moment.utcoffset())

    def standard_offset(self, local: int) -> int:
        """Return the offset at a local time, the smaller one in a gap or an overlap: what java.util.Calendar takes."""
        if self.fixed is not None:
            return self.fixed
        moment = (_LOCAL_EPOCH + timedelta(seconds=_within(local))).replace(tzinfo=self.info)
        return min(_seconds(moment.utcoffset()), _seconds(moment.replace(fold=1).utcoffset()))

    def is_gap(self, local: int) -> bool:
        """Say whether clocks never show a local time."""
        if self.fixed is not None:
            return False
        moment = (_LOCAL_EPOCH + timedelta(seconds=_within(local))).replace(tzinfo=self.info)
        return _seconds(moment.utcoffset()) < _seconds(moment.replace(fold=1).utcoffset())


def _seconds(delta: timedelta | None) -> int:
    return 0 if delta is None else delta.days * SECONDS_IN_DAY + delta.seconds


def _within(second: int) -> int:
    """Return a time that Python can hold and that the zone treats alike."""
    if second < _FIRST:
        return _FIRST
    return second if second < _LAST else second - ((second - _LAST) // _CYCLE + 1) * _CYCLE


def offset_id(offset: int) -> str:
    """Return an offset in seconds as Java writes it: Z, +02:00, -00:30, +01:02:03."""
    if offset == 0:
        return "Z"
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}{tail}"


def offset_zone(offset: int, prefix: str = "") -> Zone:
    """Return the zone of an offset in seconds; with a prefix (UTC, UT, GMT) it is a named one, such as UTC+02:00."""
    if not -MAX_OFFSET <= offset <= MAX_OFFSET:
        raise JavaDateError("zone", "Zone offset not in valid range: -18:00 to +18:00")
    name = offset_id(offset)
    return Zone(prefix + ("" if prefix and offset == 0 else name), fixed=offset)


@lru_cache(maxsize=1024)
def zone_of(text: str) -> Zone:
    """Return the zone of a text, as ZoneId.of does.

    Raises JavaDateError of kind "zone" for what Java refuses, and of kind "unsupported" for a zone Java knows and this
    machine has no data of.
    """
    if len(text) <= 1 or text[0] in "+-":
        return _offset(text)
    for prefix in ("UTC", "GMT", "UT"):
        if text.startswith(prefix):
            if text == prefix:
                return Zone(prefix, fixed=0)
            if text[len(prefix)] in "+-":
                return _prefixed(text, prefix)
            break
    return _region(text)


def _offset(text: str) -> Zone:
    if text == "Z":
        return Zone("Z", fixed=0)
    match = _OFFSET.fullmatch(text)
    if match is None:
        problem = "non numeric characters found" if len(text) in _OFFSET_LENGTHS else "invalid format"
        if len(text) in {6, 9} and text[1:3].isdecimal() and text[3] != ":":
            problem = "colon not found when expected"
        raise JavaDateError("zone", f"Invalid ID for ZoneOffset, {problem}: {text}")
    sign, digit, hour, minute, second, colon_minute, colon_second = match.groups()
    hours, minutes, seconds = int(digit or hour), int(minute or colon_minute or 0), int(second or colon_second or 0)
    if hours > 18:
        raise JavaDateError(
            "zone",
            f"Zone offset hours not in valid range: value {sign.strip('+')}{hours} is not in the range -18 to 18",
        )
    for name, value in (("minutes", minutes), ("seconds", seconds)):
        if value > 59:
            shown = -value if sign == "-" else value
            raise JavaDateError(
                "zone", f"Zone offset {name} not in valid range: value {shown} is not in the range -59 to 59"
            )
    total = hours * 3600 + minutes * 60 + seconds
    return offset_zone(-total if sign == "-" else total)


def _prefixed(text: str, prefix: str) -> Zone:
    try:
        offset = _offset(text[len(prefix) :]).fixed
    except JavaDateError:
        raise JavaDateError("zone", f"Invalid ID for offset-based ZoneId: {text}") from None
    return offset_zone(offset or 0, prefix)


def _region(text: str) -> Zone:
    if _REGION.fullmatch(text) is None:
        raise JavaDateError("zone", f"Invalid ID for region-based ZoneId, invalid format: {text}")
    if text not in zone_names().zones:
        raise JavaDateError("zone", f"Unknown time-zone ID: {text}")
    if text in {"Etc/UTC", "Etc/UCT", "Etc/GMT", "Etc/Greenwich", "Etc/Universal", "Etc/Zulu", "GMT0", "Zulu", "UCT"}:
        return Zone(text, fixed=0)
    try:
        return Zone(text, info=ZoneInfo(_LINKS.get(text, text)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise JavaDateError("unsupported", f"No data for the time zone {text}") from None


@lru_cache(maxsize=1024)
def util_zone(text: str) -> Zone:
    """Return the zone of a text as java.util.TimeZone.getTimeZone reads it: what it does not know is GMT.

    It knows the regions, the old three-letter ids and GMT+h, GMT+hh:mm, GMT+hhmm.
    """
    table = zone_names()
    legacy = table.legacy.get(text)
    if legacy is not None:
        zone = zone_of(legacy)
        return Zone(text, fixed=zone.fixed) if zone.fixed is not None else _renamed(zone, text)
    if text in table.zones:
        return zone_of(text)
    match = _CUSTOM.fullmatch(text)
    if match is not None:
        hours, minutes = int(match[2]), int(match[3] or 0)
        offset = hours * 3600 + minutes * 60
        if hours <= 23 and minutes <= 59 and offset:
            return Zone(f"GMT{match[1]}{hours:02d}:{minutes:02d}", fixed=-offset if match[1] == "-" else offset)
    return Zone("GMT", fixed=0)


def _renamed(zone: Zone, zone_id: str) -> Zone:
    return Zone(zone_id, info=zone.info)
