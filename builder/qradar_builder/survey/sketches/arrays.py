"""HyperLogLog and Count-Min of keys: fed by Apache DataSketches, merged as arrays."""

from __future__ import annotations

import struct
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np
from datasketches import count_min_sketch, hll_sketch, tgt_hll_type

from qradar_builder.survey.sketches.numbers import narrow, widened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_LG_REGISTERS: Final = 12
"""Of HyperLogLog: 4,096 registers, a standard error of 1.6 %."""
_HEAD: Final = 40
"""Bytes before the registers of HyperLogLog."""
_START: Final = 16
"""Bytes before the weight of all and the counters of Count-Min. An empty sketch has only these."""
_EMPTY: Final = 3
"""The byte of Count-Min that says that a sketch is empty."""


class KeySketch:
    """The sketches of some keys. Keys that are added go into sketches of their own, until they are asked for."""

    __slots__ = ("_buckets", "_counters", "_counts", "_distinct", "_registers", "_rows")

    def __init__(self, rows: int, buckets: int) -> None:
        self._rows, self._buckets = rows, buckets
        self._distinct: hll_sketch | None = None
        self._counts: count_min_sketch | None = None
        self._registers: NDArray[np.uint8] | None = None
        self._counters: NDArray[np.uint64] | None = None

    def add(self, keys: Sequence[str], counts: Iterable[int]) -> None:
        """Add keys with their counts."""
        if self._distinct is None or self._counts is None:
            self._distinct = hll_sketch(_LG_REGISTERS, tgt_hll_type.HLL_8, start_max_size=True)
            self._counts = count_min_sketch(self._rows, self._buckets)
        try:
            "".join(keys).encode()
        except UnicodeEncodeError:
            keys = [_hashed(key) for key in keys]
        deque(map(self._distinct.update, keys), maxlen=0)
        # With a whole number as its weight, the key `12` would be taken for the number 12.
        deque(map(self._counts.update, keys, map(float, counts)), maxlen=0)

    def merge(self, other: KeySketch) -> None:
        """Add the keys of another. `other` stays as it is."""
        registers, counters = other._arrays()
        mine, own = self._arrays()
        if not mine.flags.writeable:
            mine = mine.copy()
        if own.dtype != np.uint64 or not own.flags.writeable:
            own = own.astype(np.uint64)
        np.maximum(mine, registers, out=mine)
        np.add(own, counters, out=own)
        self._registers, self._counters = mine, own

    def _arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
        """All keys as arrays, those that were added, too."""
        registers, counters = self._registers, self._counters
        if self._distinct is not None and self._counts is not None:
            added = np.frombuffer(self._distinct.serialize_updatable(), np.uint8)[_HEAD:]
            content = self._counts.serialize()
            counted = np.zeros(self._rows * self._buckets, np.uint64)
            if len(content) > _START:
                counted[:] = np.frombuffer(content, "<f8", offset=_START + 8)
            registers = added if registers is None else np.maximum(registers, added)
            counters = counted if counters is None else counters + counted
            self._distinct = self._counts = None
        if registers is None or counters is None:
            registers = np.zeros(1 << _LG_REGISTERS, np.uint8)
            counters = np.zeros(self._rows * self._buckets, np.uint64)
        self._registers, self._counters = registers, counters
        return registers, counters

    def registers(self) -> bytes:
        """The registers of HyperLogLog."""
        return self._arrays()[0].tobytes()

    def counters(self) -> bytes:
        """The counters of Count-Min, each in as few bytes as the largest needs."""
        return narrow(self._arrays()[1])

    def load(self, registers: memoryview, counters: memoryview) -> None:
        """Take what `registers` and `counters` have given, in place of nothing."""
        self._registers = np.frombuffer(registers, np.uint8)
        self._counters = widened(counters, self._rows * self._buckets)

    def counting(self) -> count_min_sketch:
        """Count-Min of all keys: it gives counts by `count_in`."""
        counters = self._arrays()[1].astype("<f8")
        head = bytearray(count_min_sketch(self._rows, self._buckets).serialize())
        head[_EMPTY] = 0
        total = struct.pack("<d", float(counters[: self._buckets].sum()))
        return count_min_sketch.deserialize(bytes(head) + total + counters.tobytes())

    def distinct(self) -> hll_sketch:
        """HyperLogLog of all keys, as a union gives it: of estimates that depend on the order, it has none.

        The layout is that of all Apache DataSketches libraries: HLL_8, updatable, out of order.
        """
        values = self._arrays()[0]
        powers = np.ldexp(1.0, -values.astype(np.int32))
        # The sums of large and small powers are kept apart, so that each is exact.
        low = values < 32
        head = struct.pack("<8B", 10, 1, 7, _LG_REGISTERS, 0, 16, 0, 10)
        sums = struct.pack("<3d", 0.0, float(powers[low].sum()), float(powers[~low].sum()))
        empty = struct.pack("<2I", int((values == 0).sum()), 0)
        return hll_sketch.deserialize(head + sums + empty + values.tobytes())


def count_in(sketch: count_min_sketch, key: str) -> int:
    """The count of a key in a sketch, which can be too high."""
    return int(sketch.get_estimate(_hashed(key)))


def _hashed(key: str) -> str:
    """What is hashed of a key: half a surrogate pair has no UTF-8."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return key.encode("utf-8", "surrogatepass").decode("latin-1")
    return key
