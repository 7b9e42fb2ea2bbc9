"""Times as APIs write them, to and from ticks: 100 nanoseconds since 1970."""

from __future__ import annotations

import re
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.calendar import civil, epoch_day
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import compile_formatter

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.formatter.pattern import DateTimePattern

MILLISECOND: Final = 10_000
"""Ticks of a millisecond."""
SECOND: Final = 10_000_000
"""Ticks of a second."""

_NUMBERS: Final = {"s": SECOND, "ms": MILLISECOND, "us": 10}
_DIGITS: Final = {"iso": 3, "iso-s": 0, "iso-us": 6, "iso-ticks": 7}
_DAY: Final = 86_400
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


class NotReadableError(ValueError):
    """A text that is no time of the format."""


@lru_cache(maxsize=64)
def _pattern(text: str) -> DateTimePattern:
    return compile_formatter(text)


def problem_of(form: str) -> str | None:
    """What is wrong with a format; None for nothing."""
    if form in _NUMBERS or form in _DIGITS or form in {"ns", "http"}:
        return None
    try:
        _pattern(form)
    except JavaDateError as error:
        return str(error)
    return None


def written(ticks: int, form: str) -> int | str:
    """A time in a format: a number for `s`, `ms`, `us` and `ns`, else text in UTC."""
    if form in _NUMBERS:
        return ticks // _NUMBERS[form]
    if form == "ns":
        return ticks * 100
    if form in _DIGITS:
        return _iso(ticks, _DIGITS[form])
    if form == "http":
        return formatdate(ticks // SECOND, usegmt=True)
    return _pattern(form).format(ticks // MILLISECOND, "UTC")


def _iso(ticks: int, digits: int) -> str:
    seconds, rest = divmod(ticks, SECOND)
    days, second = divmod(seconds, _DAY)
    year, month, day = civil(days)
    fraction = f".{rest:07}"[: digits + 1] if digits else ""
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"{year:04}-{month:02}-{day:02}T{clock}{fraction}{'Z' if digits != _DIGITS['iso-ticks'] else '+00:00'}"


def read(text: str, form: str) -> int:
    """The ticks of a time in a format. Raises NotReadableError."""
    if form in _NUMBERS or form == "ns":
        number = re.fullmatch(r"(-?\d{1,20})(?:\.0*)?", text, re.ASCII)
        if number is None:
            raise NotReadableError(f"`{text[:80]}` is not a number")
        return int(number[1]) // 100 if form == "ns" else int(number[1]) * _NUMBERS[form]
    if form in _DIGITS:
        return _read_iso(text)
    try:
        value = _pattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'" if form == "http" else form).parse(text, "UTC")
    except JavaDateError:
        raise NotReadableError(f"`{text[:80]}` is not a time such as {written(0, form)}") from None
    return value * MILLISECOND


def _read_iso(text: str) -> int:
    found = _ISO.fullmatch(text)
    if found is None:
        raise NotReadableError(f"`{text[:80]}` is not a time such as 2026-01-05T09:00:00.000Z")
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60):
        raise NotReadableError(f"`{text[:80]}` is not a time")
    zone = found[8]
    offset = 0
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
        offset = -offset if zone[0] == "-" else offset
    seconds = epoch_day(year, month, day) * _DAY + hour * 3600 + minute * 60 + second - offset
    return seconds * SECOND + int((found[7] or "").ljust(7, "0")[:7])
