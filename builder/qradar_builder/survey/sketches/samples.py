"""A reproducible sample of payloads of each kind: those of lowest rank.

If there are more kinds than the bound, there is one payload of each of the kinds that have the lowest ranks. A common
kind has a low one, so those that are left out are rare.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

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
    """Payloads by kind."""

    __slots__ = ("_bound", "_is_whole", "_kinds", "_limit", "_thresholds")

    def __init__(self, bound: SampleBound) -> None:
        self._bound = bound
        self._kinds: dict[str, list[Sample]] = {}
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
        if len(self._kinds) > 2 * self._bound.kinds:
            self._trim()

    def merge(self, other: Self) -> None:
        """Add the payloads of other records. `other` stays as it is."""
        if not other._is_whole:
            self._one_each()
        for kind, samples in other._kinds.items():
            self._take(kind, samples)
        self._trim()

    def _take(self, kind: str, samples: Iterable[Sample]) -> None:
        each = self._bound.each if self._is_whole else 1
        kept = sorted({*self._kinds.get(kind, ()), *samples})[:each]
        self._kinds[kind] = kept
        if len(kept) == each:
            # A second record of the same place is not one of lower rank.
            self._thresholds[kind] = kept[-1].rank + 1

    def _one_each(self) -> None:
        if self._is_whole:
            self._is_whole = False
            self._kinds = {kind: samples[:1] for kind, samples in self._kinds.items()}
            self._thresholds = {kind: samples[0].rank + 1 for kind, samples in self._kinds.items()}

    def _trim(self) -> None:
        if len(self._kinds) <= self._bound.kinds:
            return
        self._one_each()
        lowest = nsmallest(self._bound.kinds, ((samples[0].rank, kind) for kind, samples in self._kinds.items()))
        self._kinds = {kind: self._kinds[kind] for _, kind in lowest}
        self._thresholds = {kind: rank + 1 for rank, kind in lowest}
        self._limit = lowest[-1][0] + 1

    def of(self, kind: str) -> tuple[Sample, ...]:
        """The payloads of a kind, in the order of their ranks."""
        self._trim()
        return tuple(self._kinds.get(kind, ()))

    def result(self) -> dict[str, tuple[Sample, ...]]:
        """The payloads of each kind."""
        self._trim()
        return {kind: tuple(self._kinds[kind]) for kind in sorted(self._kinds)}

    def pack(self, _: Packer) -> list[Any]:
        """What `load` takes."""
        kinds = self.result()
        return [self._is_whole, [[kind, samples] for kind, samples in kinds.items()]]

    def load(self, packed: list[Any], _: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self._is_whole, kinds = packed
        for kind, samples in kinds:
            self._take(kind, (Sample(*sample) for sample in samples))
