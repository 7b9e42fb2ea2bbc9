"""Counts of keys, such as the values of a field: exact up to a bound, then by sketches with bounds of their error.

All of it depends only on which records have which key, not on their order or parts:

- Up to the bound of distinct keys, each has its exact count and the lowest rank of its records.
- Beyond it, HyperLogLog has the distinct count, Count-Min the count of each key, and the candidates for the commonest
  keys are the keys of lowest rank. A key's rank is the lowest of its records, so a common key has a low one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qradar_builder.survey.sketches.arrays import KeySketch, count_in
from qradar_builder.survey.sketches.numbers import narrow_list, widened
from qradar_builder.survey.sketches.packed import json_of
from qradar_builder.survey.sketches.unread import Candidates, ExactKeys, keys_below, put_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.survey.sketches.packed import Packer, Unpacked
    from qradar_builder.survey.sketches.ranks import Ranked

LONGEST_KEY: Final = 200
"""Characters of a key; a longer one is cut, with a hash of the whole."""
_STEPS: Final = (16, 64, 256, 1024, 4096)
"""Candidates are packed up to each of these places together: the first ones are wanted most."""
_MANY: Final = 64
"""From so many keys on, exact counts are packed as a sketch, too."""
_MOST_SETS: Final = 16
"""How many sets of keys wait to be read."""
_MOST_WAITING: Final = 32_768
"""How many keys wait for the sketch of a subject."""
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


class KeyCounts:
    """Counts of keys. `total` is the sum of all counts."""

    __slots__ = ("_bound", "_counts", "_limit", "_numbers", "_packed", "_ranks", "_sets", "_sketch", "_stop", "total")

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self.total = 0
        self._counts: Counter[str] = Counter()
        """The exact counts. With a sketch, those that are not in it yet."""
        self._numbers: Counter[float] = Counter()
        """Counts of numbers, of which keys are not made yet."""
        self._ranks: dict[str, int] = {}
        self._stop = 1 << 64
        """Without a sketch, records of this rank or a higher one change no rank of the keys that are known."""
        self._limit = 1 << 64
        """No key of this rank or a higher one can be a candidate."""
        self._packed: Candidates | None = None
        """The candidates that come from bytes, until they are needed."""
        self._sets: dict[bytes, ExactKeys] = {}
        """Exact counts by the bytes of all their keys, until they are needed: many parts have the same keys."""
        self._sketch: KeySketch | None = None

    @property
    def is_exact(self) -> bool:
        """Whether every key has its exact count."""
        self._open()
        self.settle()
        return self._sketch is None

    @property
    def waiting(self) -> int:
        """How many keys have counts that are not in a sketch yet."""
        return 0 if self._sketch is None else len(self._counts) + len(self._numbers)

    def settle(self) -> None:
        """Make keys of the numbers that were counted, and put the counts that wait into the sketch, if there is one."""
        numbers, self._numbers = self._numbers, Counter()
        for number, count in numbers.items():
            self._counts[key_of(number)] += count
        if self._sketch is not None and self._counts:
            self._sketch.add(tuple(self._counts), self._counts.values())
            self._counts = Counter()

    def count_records(self, keys: Sequence[str], ranked: Ranked) -> None:
        """Count the keys of records."""
        self._open()
        before = len(self._counts)
        self._counts.update(keys)
        self._rank(keys, ranked, has_new=len(self._counts) > before)

    def count_texts(self, texts: Sequence[str], ranked: Ranked) -> None:
        """Count the keys of the texts of records, which are those that `key_of` gives."""
        self._open()
        counts, before = self._counts, len(self._counts)
        counts.update(texts)
        has_new = len(counts) > before
        if has_new:
            new = list(islice(reversed(counts), len(counts) - before))
            if max(map(len, new)) > LONGEST_KEY:
                texts = list(map(key_of, texts))
                for key in new:
                    if len(key) > LONGEST_KEY:
                        counts[key_of(key)] += counts.pop(key)
        self._rank(texts, ranked, has_new=has_new)

    def count_numbers(self, numbers: Sequence[float], ranked: Ranked) -> None:
        """Count the keys of the numbers of records. Keys are made of different ones only."""
        self._open()
        before = len(self._numbers)
        self._numbers.update(numbers)
        self._rank(numbers, ranked, has_new=len(self._numbers) > before)

    def _rank(self, keys: Sequence[str | float], ranked: Ranked, *, has_new: bool) -> None:
        """Take in the ranks of records that were counted. `has_new` says whether any of their keys was not known."""
        self.total += len(keys)
        limit = self._limit if has_new else min(self._limit, self._stop)
        if ranked.lowest < limit:
            mine, most, ranks = self._ranks, self._limit, ranked.ranks
            below = ranked.below(limit)
            for place in below:
                key = keys[place]
                if key.__class__ is not str:
                    key = key_of(key)
                if ranks[place] < mine.get(key, most):
                    mine[key] = ranks[place]
            if has_new:
                self._stop = 1 << 64
            elif self._sketch is None and len(below) * 8 > len(keys):
                # Many were looked at, and few of them count.
                self._stop = max(mine.values())
        if has_new:
            self._bring_in_bounds()

    def add(self, counts: Mapping[str, int], ranks: Mapping[str, int]) -> None:
        """Count keys. `ranks` has the lowest rank of each."""
        self._open()
        self.total += sum(counts.values())
        self._count(counts)
        self._take_ranks(ranks)
        self._bring_in_bounds()

    def merge(self, other: KeyCounts) -> None:
        """Add the counts of other records. `other` stays as it is."""
        other.settle()
        if other._sets and (other._counts or other._sketch is not None):
            other._open()
        if other._sketch is not None:
            self._merge_sketch(other, other._sketch)
        elif other._counts:
            self.add(other._counts, other._ranks)
        else:
            self.total += other.total
            for keys, each in other._sets.items():
                self._take_set(keys, each)

    def _merge_sketch(self, other: KeyCounts, sketch: KeySketch) -> None:
        if self._sketch is None or self._packed is not None:
            self._open()
        mine = self._begun_sketch()
        self.total += other.total
        mine.merge(sketch)
        self._take_ranks(other._ranks if other._packed is None else other._packed.below(self._limit))
        self._bring_in_bounds()

    def _take_set(self, keys: bytes, found: ExactKeys) -> None:
        """Take exact counts in, now or later."""
        if self._sketch is not None and self._packed is None and found.sketch is not None:
            self._sketch.merge(found.sketch)
            self._take_ranks(keys_below(keys, found.ranks, self._limit))
            self._bring_in_bounds()
            return
        known = self._sets.get(keys)
        if known is not None:
            counts = np.add(known.counts, found.counts, dtype=np.uint64)
            self._sets[keys] = ExactKeys(counts, np.minimum(known.ranks, found.ranks))
            return
        # The bytes of a whole part are not kept for its keys.
        self._sets[keys] = ExactKeys(found.counts.astype(np.uint64), found.ranks.astype(np.uint64))
        if len(self._sets) > _MOST_SETS:
            self._open()

    def _open(self) -> None:
        """Read what comes from bytes."""
        packed, self._packed = self._packed, None
        if packed is not None:
            self._ranks = packed.below(1 << 64)
        if self._sets:
            self._open_sets()

    def _open_sets(self) -> None:
        keys, counts, ranks = put_together(self._sets)
        self._sets = {}
        self._count(dict(zip(keys, counts.tolist(), strict=True)))
        self._take_ranks(dict(zip(keys, ranks.tolist(), strict=True)))
        self._bring_in_bounds()

    def _count(self, counts: Mapping[str, int]) -> None:
        if self._sketch is not None:
            self._sketch.add(tuple(counts), counts.values())
            return
        mine = self._counts
        for key, count in counts.items():
            mine[key] = mine.get(key, 0) + count

    def _take_ranks(self, ranks: Mapping[str, int]) -> None:
        mine, limit = self._ranks, self._limit
        if ranks.items() <= mine.items():
            return
        self._stop = 1 << 64
        for key, rank in ranks.items():
            if rank < mine.get(key, limit) and rank < limit:
                mine[key] = rank

    def _begun_sketch(self) -> KeySketch:
        """The sketch of all keys, which has the exact counts from now on."""
        if self._sketch is None:
            self._sketch = self._new_sketch()
            self._sketch.add(tuple(self._counts), self._counts.values())
            self._counts = Counter()
        return self._sketch

    def _bring_in_bounds(self) -> None:
        most = self._bound.keys
        if self._sketch is None and len(self._counts) + len(self._numbers) > most:
            self.settle()
            if len(self._counts) > most:
                self._begun_sketch()
        if self._sketch is not None:
            if self.waiting > _MOST_WAITING:
                self.settle()
            if len(self._ranks) > 2 * most:
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
        self.settle()
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
        self.settle()
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
        self.settle()
        if self._sketch is None:
            return Distinct(*(len(self._counts),) * 3)
        sketch = self._sketch.distinct()
        low, high = sketch.get_lower_bound(_DEVIATIONS), sketch.get_upper_bound(_DEVIATIONS)
        # More than the bound are known to be there.
        least = max(int(low), self._bound.keys + 1)
        return Distinct(max(round(sketch.get_estimate()), least), least, max(int(high) + 1, least))

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        if not self.total:
            return []
        self._open()
        self.settle()
        self._trim()
        if self._sketch is None:
            keys = sorted(self._ranks)
            numbers = ([of[key] for key in keys] for of in (self._counts, self._ranks))
            blobs = [json_of(keys), *map(narrow_list, numbers)]
            if len(keys) >= _MANY:
                sketch = self._new_sketch()
                sketch.add(keys, map(self._counts.__getitem__, keys))
                blobs += sketch.registers(), sketch.counters()
            return [self.total, len(keys), True, *map(packer.blob, blobs)]
        found = sorted((rank, key) for key, rank in self._ranks.items())
        ranks = narrow_list([rank for rank, _ in found])
        steps = pairwise((0, *_STEPS, len(found)))
        blocks = [json_of([key for _, key in found[start:end]]) for start, end in steps if start < len(found)]
        sketches = (self._sketch.registers(), self._sketch.counters())
        return [self.total, len(found), False, *map(packer.blob, (ranks, *sketches, *blocks))]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        if not packed:
            return
        self.total, count, is_exact, *places = packed
        blobs = [unpacked.blobs[place] for place in places]
        if is_exact:
            keys, counts, ranks, *sketch = blobs
            numbers = widened(counts, count), widened(ranks, count)
            self._sets[bytes(keys)] = ExactKeys(*numbers, self._loaded(*sketch) if sketch else None)
            return
        ranks, registers, counters, *blocks = blobs
        self._packed = Candidates(tuple(blocks), widened(ranks, count))
        self._sketch = self._loaded(registers, counters)
        if count == self._bound.keys:
            self._limit = int(self._packed.ranks[-1]) + 1

    def _new_sketch(self) -> KeySketch:
        return KeySketch(self._bound.rows, self._bound.buckets)

    def _loaded(self, registers: memoryview, counters: memoryview) -> KeySketch:
        sketch = self._new_sketch()
        sketch.load(registers, counters)
        return sketch


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
