"""Counts of keys, such as the values of a field: exact up to a bound, then by sketches with bounds of their error.

All of it depends only on which records have which key, not on their order or parts:

- Up to the bound of distinct keys, each has its exact count and the lowest rank of its records.
- Beyond it, HyperLogLog has the distinct count, Count-Min the count of each key, and the candidates for the commonest
  keys are the keys of lowest rank. A key's rank is the lowest of its records, so a common key has a low one.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qradar_builder.survey.sketches.arrays import KeySketch, count_in
from qradar_builder.survey.sketches.packed import json_of, json_read

if TYPE_CHECKING:
    from collections.abc import KeysView, Mapping

    from numpy.typing import NDArray

    from qradar_builder.survey.sketches.packed import Packer, Unpacked

LONGEST_KEY: Final = 200
"""Characters of a key; a longer one is cut, with a hash of the whole."""
_DEVIATIONS: Final = 3
"""The bounds of a distinct count are so many standard deviations away."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How much is kept of the keys of a subject.

    `keys` is how many distinct keys have exact counts, and how many candidates are kept beyond. `rows` and `buckets`
    are the size of Count-Min: a count is too high by at most `2.72 / buckets` of all, in `1 - e ** -rows` of the cases.
    """

    keys: int
    rows: int = 4
    buckets: int = 1024

    @property
    def error(self) -> float:
        """By which share of all counted a count can be too high."""
        return float(np.e) / self.buckets

    @property
    def confidence(self) -> float:
        """In which share of the cases the error is not greater."""
        return 1 - float(np.exp(-self.rows))


@dataclass(frozen=True, slots=True)
class KeyCount:
    """A key and its count. The true count is from `at_least` to `count`."""

    key: str
    count: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different keys there are: exact if the three are equal, else an estimate within 3 deviations."""

    count: int
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class _PackedKeys:
    """Keys in the order of their ranks. Of most parts that are merged, few keys or none are read."""

    keys: memoryview
    ranks: NDArray[np.uint64]
    counts: list[int]
    """The exact counts. Empty where sketches have them."""

    def below(self, limit: int) -> dict[str, int]:
        """The keys of ranks below a limit, with their ranks."""
        count = len(self.ranks)
        if limit < 1 << 64:
            count = int(np.searchsorted(self.ranks, np.uint64(limit)))
        if not count:
            return {}
        keys: list[str] = json_read(self.keys)
        return dict(zip(keys, self.ranks[:count].tolist(), strict=count == len(keys)))


class KeyCounts:
    """Counts of keys. `total` is the sum of all counts."""

    __slots__ = ("_bound", "_counts", "_limit", "_packed", "_ranks", "_sketch", "total")

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self.total = 0
        self._counts: dict[str, int] = {}
        self._ranks: dict[str, int] = {}
        self._limit = 1 << 64
        """No key of this rank or a higher one can be a candidate."""
        self._packed: _PackedKeys | None = None
        """The keys and ranks that come from bytes, until they are needed."""
        self._sketch: KeySketch | None = None

    @property
    def is_exact(self) -> bool:
        """Whether every key has its exact count."""
        return self._sketch is None

    def limit(self, keys: KeysView[str]) -> int:
        """Records of this rank or a higher one change no rank of these keys."""
        self._open()
        if self._sketch is not None or not self._ranks or not keys <= self._ranks.keys():
            return self._limit
        return max(self._ranks.values())

    def add(self, counts: Mapping[str, int], ranks: Mapping[str, int]) -> None:
        """Count keys. `ranks` has the lowest rank of each; keys of ranks from `limit` on can be missing there."""
        self._open()
        self.total += sum(counts.values())
        if self._sketch is None:
            mine = self._counts
            for key, count in counts.items():
                mine[key] = mine.get(key, 0) + count
        else:
            self._sketch.add(tuple(counts), counts.values())
        self._take_ranks(ranks)
        self._bring_in_bounds()

    def merge(self, other: KeyCounts) -> None:
        """Add the counts of other records. `other` stays as it is."""
        self._open()
        if self._sketch is None and other._sketch is not None:
            self._begin_sketch()
        if self._sketch is None:
            self._add_exact(other)
            return
        self.total += other.total
        if other._sketch is None:
            other._open()
            self._sketch.add(tuple(other._counts), other._counts.values())
        else:
            self._sketch.merge(other._sketch)
        self._take_ranks(other._ranks if other._packed is None else other._packed.below(self._limit))
        self._bring_in_bounds()

    def _add_exact(self, other: KeyCounts) -> None:
        """Add exact counts to exact counts."""
        packed = other._packed
        if packed is None:
            self.add(other._counts, other._ranks)
            return
        self.total += other.total
        mine, known = self._counts, len(self._counts)
        keys: list[str] = json_read(packed.keys)
        mine.update(zip(keys, map(add, map(mine.get, keys, repeat(0)), packed.counts), strict=True))
        least = len(keys)
        if known and known == len(mine):
            # All keys are known, and most of them by a record of a lower rank than any in a small part.
            least = int(np.searchsorted(packed.ranks, np.uint64(max(self._ranks.values()))))
        self._take_ranks(dict(zip(keys[:least], packed.ranks[:least].tolist(), strict=True)))
        self._bring_in_bounds()

    def _open(self) -> None:
        """Read what comes from bytes."""
        packed, self._packed = self._packed, None
        if packed is not None:
            self._ranks = packed.below(1 << 64)
            if packed.counts:
                self._counts = dict(zip(self._ranks, packed.counts, strict=True))

    def _take_ranks(self, ranks: Mapping[str, int]) -> None:
        mine, limit = self._ranks, self._limit
        for key, rank in ranks.items():
            if rank < mine.get(key, limit) and rank < limit:
                mine[key] = rank

    def _begin_sketch(self) -> None:
        self._sketch = KeySketch(self._bound.rows, self._bound.buckets)
        self._sketch.add(tuple(self._counts), self._counts.values())
        self._counts = {}

    def _bring_in_bounds(self) -> None:
        most = self._bound.keys
        if self._sketch is None and len(self._counts) > most:
            self._begin_sketch()
        if self._sketch is not None and len(self._ranks) > 2 * most:
            self._trim()

    def _trim(self) -> None:
        """Keep the keys of lowest rank. Equal ranks, which only the records of hostile sources have, go by the key."""
        if self._sketch is None or len(self._ranks) <= self._bound.keys:
            return
        most = self._bound.keys
        highest = sorted(self._ranks.values())[most - 1]
        kept = {key: rank for key, rank in self._ranks.items() if rank <= highest}
        if len(kept) > most:
            kept = {key: rank for rank, key in nsmallest(most, ((rank, key) for key, rank in kept.items()))}
        self._ranks = kept
        self._limit = highest + 1

    def top(self, most: int) -> tuple[KeyCount, ...]:
        """The commonest keys, the commonest first, and equally common ones by the key."""
        self._open()
        self._trim()
        if self._sketch is None:
            exact = nsmallest(most, ((-count, key) for key, count in self._counts.items()))
            return tuple(KeyCount(key, -count, -count) for count, key in exact)
        beyond = int(self.total * self._bound.error) + 1
        sketch = self._sketch.counting()
        found = nsmallest(most, ((-count_in(sketch, key), key) for key in self._ranks))
        return tuple(KeyCount(key, -count, max(1, -count - beyond)) for count, key in found)

    def count(self, key: str) -> int:
        """The count of a key; beyond the bound it can be too high."""
        self._open()
        if self._sketch is None:
            return self._counts.get(key, 0)
        return count_in(self._sketch.counting(), key)

    def candidates(self) -> frozenset[str]:
        """The keys that are kept."""
        self._open()
        self._trim()
        return frozenset(self._ranks)

    def distinct(self) -> Distinct:
        """How many different keys there are."""
        self._open()
        if self._sketch is None:
            return Distinct(*(len(self._counts),) * 3)
        sketch = self._sketch.distinct()
        low, high = sketch.get_lower_bound(_DEVIATIONS), sketch.get_upper_bound(_DEVIATIONS)
        # More than the bound are known to be there.
        least = max(int(low), self._bound.keys + 1)
        return Distinct(max(round(sketch.get_estimate()), least), least, max(int(high) + 1, least))

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        self._open()
        self._trim()
        found = sorted((rank, key) for key, rank in self._ranks.items())
        keys = packer.blob(json_of([key for _, key in found]))
        ranks = packer.blob(np.array([rank for rank, _ in found], np.dtype("<u8")).tobytes())
        if self._sketch is None:
            return [self.total, keys, ranks, [self._counts[key] for _, key in found]]
        return [self.total, keys, ranks, packer.blob(self._sketch.registers()), packer.blob(self._sketch.counters())]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self.total, keys, ranks, *rest = packed
        is_exact = len(rest) == 1
        numbers = np.frombuffer(unpacked.blobs[ranks], "<u8")
        self._packed = _PackedKeys(unpacked.blobs[keys], numbers, rest[0] if is_exact else [])
        if is_exact:
            return
        self._sketch = KeySketch(self._bound.rows, self._bound.buckets)
        self._sketch.load(unpacked.blobs[rest[0]], unpacked.blobs[rest[1]])
        if len(numbers) == self._bound.keys:
            self._limit = int(numbers[-1]) + 1


def key_of(value: object) -> str:
    """The key of a value: its text. A number that is whole has no fraction; a long text is cut, with a hash."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if type(value) is str else str(value)
    if len(text) <= LONGEST_KEY:
        return text
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{text[: LONGEST_KEY - 50]}… ({len(text)} characters, {digest})"
