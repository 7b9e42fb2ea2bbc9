"""Values that are refused, and the other warnings of events, by reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of

if TYPE_CHECKING:
    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.keys import KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

REASONS: Final = Bound(512)
_MOST_SHOWN: Final = 200
_QUOTED: Final = re.compile("`[^`]*`")
_VARYING: Final = re.compile(
    r"\"[^\"`]*\"|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b|"
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?|\bbyte [0-9]+|\b[0-9,]+ days?\b"
)


@dataclass(frozen=True, slots=True)
class Refusals:
    """The warnings of events."""

    events: int
    """Events that have warnings."""
    reasons: tuple[KeyCount, ...]
    """The commonest 200: the field or property, and why its value is refused. Each value is replaced by `…`."""
    is_exact: bool


class RefusalCounts:
    """Counts of warnings by reason."""

    __slots__ = ("_events", "_reasons")

    def __init__(self) -> None:
        self._events = 0
        self._reasons = KeyCounts(REASONS)

    def add(self, batch: Batch, ready: Ready) -> None:
        """Add the warnings of the events of a batch."""
        counts: dict[str, int] = {}
        lowest: dict[str, int] = {}
        for warnings, rank in zip(batch.warnings, batch.ranked.ranks, strict=True):
            if warnings:
                self._events += 1
                for warning in warnings:
                    reason = key_of(ready.shown(_reason(warning)))
                    counts[reason] = counts.get(reason, 0) + 1
                    lowest[reason] = min(rank, lowest.get(reason, rank))
        if counts:
            self._reasons.add(counts, lowest)

    def merge(self, other: Self) -> None:
        """Add the warnings of other events. `other` stays as it is."""
        self._events += other._events
        self._reasons.merge(other._reasons)

    def result(self) -> Refusals:
        """The reasons, the commonest first."""
        return Refusals(self._events, self._reasons.top(_MOST_SHOWN), self._reasons.is_exact)

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self._events, self._reasons.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self._events, reasons = packed
        self._reasons.load(reasons, unpacked)


def _reason(warning: str) -> str:
    return _VARYING.sub("…", _QUOTED.sub("`…`", warning, count=1))
