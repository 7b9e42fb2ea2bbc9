"""Recognises how times are written in JSON and in queries: ISO 8601 or a number since the epoch."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.flow import Moments, TimeForm
from qradar_builder.text.times import NotATime, read_iso

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISO: Final = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})(?P<between>[T ])(?P<clock>\d{2}:\d{2}:\d{2})(?:\.(?P<fraction>\d{1,9}))?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2}|[+-]\d{4})?",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"(?:[0-9]{10}|[0-9]{13})(?:\.[0-9]+)?")
# From 2001 to 2096: other numbers of ten digits are as likely something else.
_EARLIEST, _LATEST = 1_000_000_000, 4_000_000_000
_ANY_FRACTION: Final = "".join(f"[.{'S' * digits}]" for digits in range(9, 0, -1))


def epoch_ms(value: Any) -> int | None:
    """The epoch milliseconds that a value stands for, in UTC where it has no zone. None for what is no time."""
    text = _text(value)
    number = _number(text)
    if number is not None:
        return number
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    fraction = (found["fraction"] or "").ljust(3, "0")[:3]
    try:
        return read_iso(f"{found['date']}T{found['clock']}{found['zone'] or 'Z'}") + int(fraction)
    except NotATime:
        return None


def read_form(values: Iterable[Any]) -> TimeForm | None:
    """How the times of events are written, as ParseDate reads them. None where one of them is no time."""
    texts = [_text(value) for value in values]
    if not texts or any(epoch_ms(text) is None for text in texts):
        return None
    if all(_number(text) is not None for text in texts):
        return _of_numbers(texts)
    found = [match for text in texts if (match := _ISO.fullmatch(text)) is not None]
    if len(found) < len(texts) or len({match["between"] for match in found}) > 1:
        return None
    zones = {_kind_of_zone(match["zone"]) for match in found}
    zone = "".join(sorted(zones - {""}, key=len, reverse=True))
    if len(zones) > 1:
        zone = "".join(f"[{each}]" for each in sorted(zones - {""}, key=len, reverse=True))
    pattern = f"yyyy-MM-dd{_between(found[0])}HH:mm:ss"
    has_fraction = any(match["fraction"] for match in found)
    # Many an API leaves out a fraction that is zero, so that any length is read.
    return TimeForm(Moments.TEXT, f"{pattern}{_ANY_FRACTION}{zone}", 1 if has_fraction else 1000)


def printed_form(value: str) -> TimeForm | None:
    """How a time in a query is written, as FormatDate prints it in UTC. None for what is no time, or is not in UTC."""
    if epoch_ms(value) is None:
        return None
    if _number(value) is not None:
        return _of_numbers([value])
    found = _ISO.fullmatch(value)
    assert found is not None, "it is a time, not a number"
    zones = {None: "", "Z": "'Z'", "+00:00": "xxx", "+0000": "xx"}
    if found["zone"] not in zones:
        return None
    digits = len(found["fraction"] or "")
    fraction = "." + "S" * digits if digits else ""
    pattern = f"yyyy-MM-dd{_between(found)}HH:mm:ss{fraction}{zones[found['zone']]}"
    return TimeForm(Moments.TEXT, pattern, 1 if digits >= 3 else 1000)


def shifted(value: Any, milliseconds: int) -> Any:
    """A time as it is written, so much later. Fractions stay as they are."""
    text = _text(value)
    if _number(text) is not None:
        later = int(text.partition(".")[0]) + (
            milliseconds if len(text.partition(".")[0]) == 13 else milliseconds // 1000
        )
        return str(later) if isinstance(value, str) else later
    found = _ISO.fullmatch(text)
    if found is None:
        return value
    try:
        moment = datetime.fromisoformat(f"{found['date']}T{found['clock']}+00:00").astimezone(UTC)
        later_text = (moment + timedelta(milliseconds=milliseconds)).strftime("%Y-%m-%d{}%H:%M:%S")
    except (ValueError, OverflowError):
        return value
    return later_text.format(found["between"]) + text[len("2026-01-05T09:00:00") :]


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _number(text: str) -> int | None:
    if _NUMBER.fullmatch(text) is None:
        return None
    whole = text.partition(".")[0]
    milliseconds = int(whole) * (1000 if len(whole) == 10 else 1)
    return milliseconds if _EARLIEST <= milliseconds // 1000 <= _LATEST else None


def _of_numbers(texts: list[str]) -> TimeForm | None:
    if any("." in text for text in texts):
        return None
    lengths = {len(text) for text in texts}
    if lengths == {13}:
        return TimeForm(Moments.MILLISECONDS)
    return TimeForm(Moments.SECONDS, step=1000) if lengths == {10} else None


def _kind_of_zone(zone: str | None) -> str:
    if zone is None:
        return ""
    return "XX" if re.fullmatch(r"[+-]\d{4}", zone) else "XXX"


def _between(found: re.Match[str]) -> str:
    return "'T'" if found["between"] == "T" else " "
