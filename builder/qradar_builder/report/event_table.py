"""Events as a table of text that can be read while it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.event import category_name
from qradar_builder.text.shown import UNSHOWN, fitted, masked
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.event import Event

_HEADS = ("outcome", "event id", "category", "QID name", "sev", "low-level category", "time", "user", "source")
_WIDEST = (8, 28, 24, 36, 3, 32, 24, 24, 24)
_ROWS_MEASURED = 100
"""After how many rows the widths are settled."""


class EventTable:
    """Writes a row an event. The first rows are kept back until it is known how wide the columns are."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._waiting: list[tuple[str, ...]] = []
        self._widths: list[int] | None = None

    def add(self, event: Event) -> None:
        """Add a row."""
        row = tuple(masked(cell[: most + 1], UNSHOWN) for cell, most in zip(_cells(event), _WIDEST, strict=True))
        if self._widths is not None:
            self._write(self._line(row, self._widths))
            return
        self._waiting.append(row)
        if len(self._waiting) >= _ROWS_MEASURED:
            self.end()

    def end(self) -> None:
        """Write what was kept back."""
        if self._widths is not None or not self._waiting:
            return
        columns = zip(_HEADS, *self._waiting, strict=True)
        self._widths = [min(most, max(map(len, column))) for most, column in zip(_WIDEST, columns, strict=True)]
        for row in (_HEADS, tuple("-" * width for width in self._widths), *self._waiting):
            self._write(self._line(row, self._widths))
        self._waiting = []

    @staticmethod
    def _line(row: tuple[str, ...], widths: list[int]) -> str:
        cells = (fitted(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        return "  ".join(cells).rstrip()


def _cells(event: Event) -> tuple[str, ...]:
    qid = event.qid
    time = event.log_source_time
    source = event.fields.get("SourceIp", event.fields.get("SourceIpv6", ""))
    return (
        event.outcome.value,
        event.event_id or "",
        event.event_category or "",
        "" if qid is None else qid.name,
        "" if event.severity is None else str(event.severity),
        "" if qid is None else category_name(qid.category) or str(qid.category),
        "" if time is None else time_text(time),
        str(event.fields.get("UserName", "")),
        str(source),
    )


def time_text(epoch_ms: int) -> str:
    """A time in epoch milliseconds as ISO 8601 in UTC; the number itself where no calendar has it."""
    try:
        return iso_utc(epoch_ms)
    except OverflowError:
        return str(epoch_ms)
