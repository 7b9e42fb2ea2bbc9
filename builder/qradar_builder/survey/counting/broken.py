"""Broken records: how many for which reason, and the places of the first ones by source and offset."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.ranks import ranks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.survey.records.record import Record
    from qradar_builder.survey.sketches.keys import KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

_MOST: Final = 200
_REASONS: Final = Bound(256, buckets=256)


class BrokenPlace(NamedTuple):
    """A broken record. Offset and length are in bytes."""

    source: str
    offset: int
    length: int
    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The broken records."""

    count: int
    reasons: tuple[KeyCount, ...]
    """The commonest first."""
    first: tuple[BrokenPlace, ...]
    """The first 200 by source and offset."""


class BrokenCounts:
    """Counts of broken records."""

    __slots__ = ("_places", "_reasons")

    def __init__(self) -> None:
        self._reasons = KeyCounts(_REASONS)
        self._places: list[BrokenPlace] = []

    def add(self, records: Sequence[Record]) -> None:
        """Add broken records."""
        counts: dict[str, int] = {}
        lowest: dict[str, int] = {}
        ranks = ranks_of([record.source for record in records], [record.offset for record in records])
        for record, rank in zip(records, ranks.tolist(), strict=True):
            reason = key_of(record.broken)
            counts[reason] = counts.get(reason, 0) + 1
            lowest[reason] = min(rank, lowest.get(reason, rank))
            self._places.append(BrokenPlace(record.source, record.offset, record.length, reason))
        self._reasons.add(counts, lowest)
        self._trim()

    def merge(self, other: Self) -> None:
        """Add other broken records. `other` stays as it is."""
        self._reasons.merge(other._reasons)
        self._places += other._places
        self._trim()

    def _trim(self) -> None:
        self._places = nsmallest(_MOST, self._places)

    @property
    def count(self) -> int:
        """How many records are broken."""
        return self._reasons.total

    def result(self) -> Broken:
        """The reasons and places."""
        return Broken(self._reasons.total, self._reasons.top(50), tuple(self._places))

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self._reasons.pack(packer), [tuple(place) for place in self._places]]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        reasons, places = packed
        self._reasons.load(reasons, unpacked)
        self._places = [BrokenPlace(*place) for place in places]
