"""Keys that come from bytes, until they are needed: of most parts that are merged, few keys or none are read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qradar_builder.survey.sketches.packed import json_read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qradar_builder.survey.sketches.arrays import KeySketch


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates for the commonest keys, in the order of their ranks."""

    keys: tuple[memoryview, ...]
    """The keys in several pieces, so that few are read where few are wanted."""
    ranks: NDArray[np.uint64]

    def below(self, limit: int) -> dict[str, int]:
        """The keys of ranks below a limit, with their ranks."""
        count = len(self.ranks)
        if limit < 1 << 64:
            count = int(np.searchsorted(self.ranks, np.uint64(limit)))
        found: list[str] = []
        for content in self.keys:
            if len(found) >= count:
                break
            found += json_read(content)
        return dict(zip(found, self.ranks[:count].tolist(), strict=False))


class ExactKeys(NamedTuple):
    """Exact counts of keys."""

    counts: NDArray[np.uint64]
    ranks: NDArray[np.uint64]
    sketch: KeySketch | None = None
    """The same counts as a sketch, where there are many keys: a sum that has one takes no key in by itself."""


def keys_below(keys: bytes, ranks: NDArray[np.uint64], limit: int) -> dict[str, int]:
    """The keys of ranks below a limit, with their ranks."""
    names: list[str]
    if limit >= 1 << 64:
        names = json_read(keys)
        return dict(zip(names, ranks.tolist(), strict=True))
    places = np.flatnonzero(ranks < np.uint64(limit)).tolist()
    if not places:
        return {}
    names = json_read(keys)
    return {names[place]: int(ranks[place]) for place in places}


def put_together(
    sets: Mapping[bytes, ExactKeys],
) -> tuple[list[str], NDArray[np.uint64], NDArray[np.uint64]]:
    """The keys of several sets, with the sum of their counts and their lowest ranks."""
    keys: list[list[str]] = [json_read(content) for content in sets]
    different = list(dict.fromkeys(chain.from_iterable(keys)))
    place = dict(zip(different, range(len(different)), strict=True)).__getitem__
    counts = np.zeros(len(different), np.uint64)
    ranks = np.full(len(different), np.iinfo(np.uint64).max, np.uint64)
    for names, each in zip(keys, sets.values(), strict=True):
        places = np.fromiter(map(place, names), np.int64, len(names))
        counts[places] += each.counts
        ranks[places] = np.minimum(ranks[places], each.ranks)
    return different, counts, ranks
