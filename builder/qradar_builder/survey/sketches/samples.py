"""A reproducible sample of payloads of each kind: those of lowest rank.

If there are more kinds than the bound, there is one payload of each of the kinds that have the lowest ranks. A common
kind has a low one, so those that are left out are rare.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from qradar_builder.survey.sketches.numbers import narrow_list, widened
from qradar_builder.survey.sketches.packed import json_of, json_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.survey.records.record import Record
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

LONGEST: Final = 4096
"""Characters of a payload that is kept; a longer one is cut."""


class Sample(NamedTuple):
    """A payload, and where it is. The order is that of the ranks."""

    rank: int
    source: str
    offset: int
    payload: str
    size: int
    """Characters of the whole payload; what is more than `payload` is cut."""
    old: str = ""
    """What the payload is a sample of a change of; both are empty where there is no change."""
    new: str = ""

    @classmethod
    def of(cls, record: Record, rank: int, shown: Callable[[str], str], old: str = "", new: str = "") -> Self:
        """The sample of a record. `shown` makes of its text what can be kept."""
        text = shown(record.payload[: 2 * LONGEST])[:LONGEST]
        return cls(rank, record.source, record.offset, text, len(record.payload), old, new)


@dataclass(frozen=True, slots=True)
class SampleBound:
    """The most kinds, and the payloads of each."""

    kinds: int
    each: int


class Samples:
    """Payloads by kind.

    Those that come from bytes are read when they are needed: of most parts that are merged, few are kept.
    """

    __slots__ = ("_bound", "_is_whole", "_kinds", "_limit", "_packed", "_thresholds")

    def __init__(self, bound: SampleBound) -> None:
        self._bound = bound
        self._kinds: dict[str, list[Sample]] = {}
        self._packed: dict[str, tuple[int, memoryview]] = {}
        """By kind, the lowest rank and the bytes of the samples that have not been read."""
        self._thresholds: dict[str, int] = {}
        """By kind, the rank from which on a payload is not kept. A kind without one has room."""
        self._limit = 1 << 64
        """The rank from which on a payload of a kind without a threshold is not kept."""
        self._is_whole = True

    @property
    def is_whole(self) -> bool:
        """Whether there is a sample of every kind."""
        self._trim()
        return self._is_whole

    def threshold(self, kind: str) -> int:
        """The rank from which on a payload of a kind is not kept."""
        return self._thresholds.get(kind, self._limit)

    def add(self, kind: str, sample: Sample) -> None:
        """Take a payload, if its rank is low enough."""
        if sample.rank >= self.threshold(kind):
            return
        self._take(kind, (sample,))
        if self._count() > 2 * self._bound.kinds:
            self._trim()

    def merge(self, other: Self) -> None:
        """Add the payloads of other records. `other` stays as it is."""
        if not other._is_whole:
            self._one_each()
        for kind, samples in other._kinds.items():
            if samples[0].rank < self.threshold(kind):
                self._take(kind, samples)
        known = self._thresholds.get
        for kind, (rank, content) in other._packed.items():
            if rank < known(kind, self._limit):
                self._take(kind, _read(content))
        if self._count() > 2 * self._bound.kinds:
            self._trim()

    def _count(self) -> int:
        return len(self._kinds) + len(self._packed)

    def _held(self, kind: str) -> list[Sample]:
        """The samples of a kind, which are read now where they have not been."""
        if kind in self._packed:
            self._kinds[kind] = _read(self._packed.pop(kind)[1])
        return self._kinds.get(kind, [])

    def _take(self, kind: str, samples: Iterable[Sample]) -> None:
        each = self._bound.each if self._is_whole else 1
        kept = sorted({*self._held(kind), *samples})[:each]
        self._kinds[kind] = kept
        if len(kept) == each:
            # A second record of the same place is not one of lower rank.
            self._thresholds[kind] = kept[-1].rank + 1

    def _one_each(self) -> None:
        if self._is_whole:
            self._is_whole = False
            self._kinds = {kind: self._held(kind)[:1] for kind in (*self._kinds, *self._packed)}
            self._thresholds = {kind: samples[0].rank + 1 for kind, samples in self._kinds.items()}

    def _trim(self) -> None:
        if self._count() <= self._bound.kinds:
            return
        self._one_each()
        ranked = ((self._held(kind)[0].rank, kind) for kind in (*self._kinds, *self._packed))
        lowest = nsmallest(self._bound.kinds, ranked)
        self._kinds = {kind: self._kinds[kind] for _, kind in lowest}
        self._thresholds = {kind: rank + 1 for rank, kind in lowest}
        self._limit = lowest[-1][0] + 1

    def of(self, kind: str) -> tuple[Sample, ...]:
        """The payloads of a kind, in the order of their ranks."""
        self._trim()
        return tuple(self._held(kind))

    def result(self) -> dict[str, tuple[Sample, ...]]:
        """The payloads of each kind."""
        self._trim()
        return {kind: tuple(self._held(kind)) for kind in sorted((*self._kinds, *self._packed))}

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        self._trim()
        kinds = sorted((*self._kinds, *self._packed))
        lowest: list[int] = []
        highest: list[int] = []
        full: list[bool] = []
        parts: list[memoryview | bytes] = []
        each = self._bound.each if self._is_whole else 1
        for kind in kinds:
            threshold = self._thresholds.get(kind)
            if kind in self._packed:
                rank, content = self._packed[kind]
                parts.append(content)
            else:
                samples = self._kinds[kind]
                rank, threshold = samples[0].rank, samples[-1].rank + 1 if len(samples) == each else None
                parts.append(_written(samples))
            lowest.append(rank)
            full.append(threshold is not None)
            highest.append(0 if threshold is None else threshold - 1)
        numbers = [narrow_list(column) for column in (lowest, highest, full, list(map(len, parts)))]
        return [self._is_whole, len(kinds), *map(packer.blob, (json_of(kinds), *numbers, b"".join(parts)))]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self._is_whole, count, *numbers = packed
        kinds, *columns, content = (unpacked.blobs[number] for number in numbers)
        lowest, highest, full, sizes = (widened(column, count).tolist() for column in columns)
        place = 0
        names: list[str] = json_read(kinds)
        for kind, rank, size in zip(names, lowest, sizes, strict=True):
            self._packed[kind] = rank, content[place : place + size]
            place += size
        self._thresholds = {kind: rank + 1 for kind, rank, is_full in zip(names, highest, full, strict=True) if is_full}


def _written(samples: list[Sample]) -> bytes:
    return json_of([tuple(each) for each in samples])


def _read(content: memoryview | bytes) -> list[Sample]:
    return [Sample(*row) for row in json_read(content)]
