"""The rank of a record: a keyed hash of its source and offset, by which samples are chosen.

A rank does not depend on the order in which records are read, on the ranges, or on the machine. The records of lowest
rank are a uniform sample without replacement, and the lowest ranks of two parts are among the lowest of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence  # noqa: TC003 - a NamedTuple is read while the program runs
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEY: Final = b"qradar-builder survey 1"
_GAMMA: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_SHIFTS: Final = (np.uint64(30), np.uint64(27), np.uint64(31))


class Ranked(NamedTuple):
    """The ranks of some records, and the places of the records in the order of their ranks."""

    ranks: Sequence[int]
    order: Sequence[int]

    @property
    def lowest(self) -> int:
        """The lowest rank. There is a record."""
        return self.ranks[self.order[0]]

    def below(self, limit: int) -> Sequence[int]:
        """The places of the records of lower ranks than a limit, that of the lowest rank first."""
        return self.order[: bisect_left(self.order, limit, key=self.ranks.__getitem__)]

    def some(self, places: Sequence[int]) -> Ranked:
        """The ranks of the records at some places."""
        return ranked([self.ranks[place] for place in places])


def ranked(ranks: Sequence[int]) -> Ranked:
    """Ranks with their order."""
    return Ranked(ranks, sorted(range(len(ranks)), key=ranks.__getitem__))


@lru_cache(maxsize=65_536)
def source_key(source: str) -> int:
    """The hash of a source: 64 bits."""
    octets = source.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(octets, digest_size=8, key=_KEY).digest(), "little")


def ranks_of(sources: Sequence[str], offsets: Sequence[int]) -> NDArray[np.uint64]:
    """The rank of each record: 64 bits. Records of one source at different offsets never share a rank."""
    different = set(sources)
    by_source = {source: source_key(source) for source in different}
    if len(different) == 1:
        keys = np.full(len(sources), by_source[sources[0]], np.uint64)
    else:
        keys = np.array([by_source[source] for source in sources], np.uint64)
    numbers = np.array(offsets, np.int64).astype(np.uint64)
    # SplitMix64.
    mixed = keys + numbers * _GAMMA
    mixed = (mixed ^ (mixed >> _SHIFTS[0])) * _FIRST
    mixed = (mixed ^ (mixed >> _SHIFTS[1])) * _SECOND
    found: NDArray[np.uint64] = mixed ^ (mixed >> _SHIFTS[2])
    return found
