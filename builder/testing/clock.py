"""Times of cases: ISO 8601 with an offset, as epoch milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.findings import Findings, Origin

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_ms(text: str) -> int:
    """The time in epoch milliseconds. Raises ValueError, in words for people."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is no time") from None
    if time.tzinfo is None:
        raise ValueError(f"`{text}` has no offset")
    return (time - _EPOCH) // timedelta(milliseconds=1)


def iso_time(time_ms: int) -> str:
    """A time in epoch milliseconds as ISO 8601 in UTC; empty where it lies outside of the years 1 to 9999."""
    try:
        moment = _EPOCH + timedelta(milliseconds=time_ms)
    except OverflowError:
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_clock(text: str, origin: Origin, findings: Findings) -> int | None:
    """The time in epoch milliseconds. None, with a finding, where the text is none."""
    try:
        return epoch_ms(text)
    except ValueError as error:
        findings.add("case/clock", origin, str(error))
        return None
