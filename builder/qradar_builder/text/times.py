"""Times as people and files have them: ISO 8601, to and from epoch milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

OLDEST_IN_A_ZIP: Final = 315_532_800_000
"""1980-01-01 in epoch milliseconds: a ZIP knows no earlier time."""


class NotATime(ValueError):  # noqa: N818 - named as what it says
    """A text that is no time, or has no offset. The message names the text and what is wrong."""


def read_iso(text: str, *, utc: bool = False) -> int:
    """The epoch milliseconds of an ISO 8601 time; it must have an offset, unless it is known to be in `utc`.

    Raises NotATime.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise NotATime(f"`{text}` is not a time such as 2024-05-01T12:00:00Z") from None
    if time.tzinfo is None and utc:
        time = time.replace(tzinfo=UTC)
    if time.tzinfo is None:
        raise NotATime(f"`{text}` has no offset; add Z or +01:00")
    return (time - _EPOCH) // timedelta(milliseconds=1)


def iso_utc(epoch_ms: int, *, zone: str = "Z", brief: bool = False) -> str:
    """Epoch milliseconds as ISO 8601 in UTC, which is written as `zone`.

    Milliseconds are written; where `brief`, only where there are some. Raises OverflowError outside of the years 1 to
    9999.
    """
    moment = _EPOCH + timedelta(milliseconds=epoch_ms)
    unit = "seconds" if brief and not epoch_ms % 1000 else "milliseconds"
    return moment.replace(tzinfo=None).isoformat(timespec=unit) + zone
