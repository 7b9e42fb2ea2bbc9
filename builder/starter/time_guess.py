"""Guesses how DeviceTime is taken from events: only by patterns that both of Java's date classes read alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from builder.dsm.values.device_time import compile_device_time
from builder.dsm.values.time_patterns import traps
from builder.javalang.date_error import JavaDateError
from builder.starter.event_format import EventFormat
from builder.starter.event_time import epoch_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.starter.columns import Column

_NAMES: Final = (
    r"^devtime$",
    r"(?:^|\.)(?:occurredat|occurred|eventtime|eventtimestamp|timeoccurred|createdat|created|createddatetime|published)$",
    r"(?:^|\.)(?:time|timestamp|datetime|date|ts|when|activitydatetime|starttime|start|rt|logtime|generated|utc)$",
    r"time|date",
)
_LATER: Final = re.compile(r"receiv|ingest|updat|modif|expir|end|index|sent|format|stored")
_DATES: Final = (
    "yyyy-MM-dd'T'",
    "yyyy-MM-dd ",
    "yyyy/MM/dd ",
    "yyyyMMdd",
    "dd/MMM/yyyy:",
    "dd MMM yyyy ",
    "MMM dd yyyy ",
)
_CLOCKS: Final = ("HH:mm:ss.SSS", "HH:mm:ss", "HHmmss")
_ZONES: Final = (" Z", "Z", "")
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]+)?")
_NOW: Final = 1_767_603_600_000
_ISO: Final = r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}"
_HEADER_TIME: Final = r"^(?:<\d{1,3}>)?(\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) "


def time_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that may hold the time of the event, the likeliest first."""
    ranked = []
    for column in columns:
        rank = next((place for place, each in enumerate(_NAMES) if re.search(each, column.name)), None)
        if rank is None or not column.given or len(column.given) * 10 < len(column.values) * 9:
            continue
        ranked.append((bool(_LATER.search(column.name)), rank, len(column.path), column))
    return [column for *_, column in sorted(ranked, key=lambda each: each[:3])]


def guess_device_time(
    columns: Sequence[Column], payloads: Sequence[str], form: EventFormat
) -> tuple[list[dict[str, Any]], str]:
    """Expressions of DeviceTime, tried in order, and a note; none where no date pattern reads the times."""
    found = _of_columns(columns, form) or _of_pairs(columns) or _of_header(payloads)
    first = next((column for column in time_columns(columns) if not _LATER.search(column.name)), None)
    if first is not None and all(_EPOCH.fullmatch(value) for value in first.given):
        return (
            found,
            f"`{first.path[-1]}` counts from the epoch, and no date pattern reads that: DeviceTime cannot be it",
        )
    return found, "" if found else "no date pattern reads a time of the samples: DeviceTime is left out"


def comment_on_time(expressions: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What is to be known of expressions of DeviceTime."""
    pattern = expressions[0].get("format", "")
    if "y" not in pattern:
        return ("The time of the syslog header, which has neither a year nor a zone.",)
    if not pattern.endswith("Z"):
        return ("When it happened. The time says no zone: it is read in that of the event processor.",)
    return (
        "When it happened. QRadar may read date patterns with either of Java's date classes; this form both read",
        "alike: three digits of a second or none, and an offset of four digits.",
    )


def _of_columns(columns: Sequence[Column], form: EventFormat) -> list[dict[str, Any]]:
    for column in time_columns(columns):
        written = _in_format(column, columns) or _by_pattern(column)
        if written:
            return [written]
        cut = _cut_out(column, form)
        if cut:
            return cut
    return []


def _in_format(column: Column, columns: Sequence[Column]) -> dict[str, Any] | None:
    """LEEF has the date pattern beside the time."""
    beside = next((each for each in columns if each.name == "devtimeformat" and len(each.distinct) == 1), None)
    if column.name != "devtime" or beside is None:
        return None
    pattern = beside.distinct[0]
    return column.expression | {"format": pattern} if _reads(pattern, column.given) else None


def _by_pattern(column: Column) -> dict[str, Any] | None:
    if "regex" in column.expression and len(column.path) > 1:
        return None
    for date in _DATES:
        for clock in _CLOCKS:
            for zone in _ZONES:
                pattern = f"{date}{clock}{zone}"
                if _reads(pattern, column.given):
                    return column.expression | {"format": pattern}
    return None


def _reads(pattern: str, texts: Sequence[str]) -> bool:
    """Whether both classes read each text, to the same time, and the pattern is none of those that are risky."""
    try:
        if traps(pattern):
            return False
        times = compile_device_time(pattern)
    except JavaDateError:
        return False
    return all(times.read(text, _NOW, "UTC").epoch_ms is not None for text in texts)


def _cut_out(column: Column, form: EventFormat) -> list[dict[str, Any]]:
    """ISO 8601 with `Z`, with a colon in the offset, or with another fraction than three digits: by a regex."""
    if any(epoch_ms(value) is None or not re.match(r"\d{4}-", value) for value in column.given):
        return []
    key = re.escape(column.path[-1]).replace(r"\-", "-").replace(r"\@", "@")
    if form is EventFormat.JSON:
        start, end = rf'"{key}"\s*:\s*"', '"'
    elif form is EventFormat.LEEF:
        start, end = rf"(?:[\t^|]|\|){key}=", ""
    else:
        start, end = rf'(?:^|[\t ,;|&]){key}="?', ""
    utc = r"(?:Z|\+00:00)"
    return [
        {
            "regex": rf"{start}{_ISO}\.\d{{3}})\d*{utc}{end}",
            "capture": r"\1 \2 +0000",
            "format": "yyyy-MM-dd HH:mm:ss.SSS Z",
        },
        {
            "regex": rf"{start}{_ISO})(?:\.\d{{1,2}})?{utc}{end}",
            "capture": r"\1 \2 +0000",
            "format": "yyyy-MM-dd HH:mm:ss Z",
        },
        {
            "regex": rf"{start}{_ISO})(?:\.\d+)?([+-]\d{{2}}):(\d{{2}}){end}",
            "capture": r"\1 \2 \3\4",
            "format": "yyyy-MM-dd HH:mm:ss Z",
        },
    ]


def _of_pairs(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """A date and a time of their own, and perhaps an offset, that stand one behind the other."""
    named = {column.name: column for column in columns}
    if not {"date", "time"} <= named.keys():
        return []
    if not all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) for value in named["date"].given):
        return []
    start = r'\bdate="?(\d{4}-\d{2}-\d{2})"?[\t ,;|&]time="?(\d{2}:\d{2}:\d{2})"?'
    zone = next((named[each] for each in ("tz", "timezone", "zone") if each in named), None)
    if zone is not None and all(re.fullmatch(r"[+-]\d{4}", value) for value in zone.given):
        regex = rf'{start}[\t ,;|&]{zone.path[-1]}="?([+-]\d{{4}})'
        return [{"regex": regex, "capture": r"\1 \2 \3", "format": "yyyy-MM-dd HH:mm:ss Z"}]
    return [{"regex": start, "capture": r"\1 \2", "format": "yyyy-MM-dd HH:mm:ss"}]


def _of_header(payloads: Sequence[str]) -> list[dict[str, Any]]:
    """The time of an RFC 3164 header, which has neither a year nor a zone."""
    if not payloads or not all(re.match(_HEADER_TIME, payload) for payload in payloads):
        return []
    return [{"regex": _HEADER_TIME, "capture": r"\1 \2 \3", "format": "MMM d HH:mm:ss"}]
