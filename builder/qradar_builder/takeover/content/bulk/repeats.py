"""Finds which of very many values may be there several times, by eight bytes for each."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

_AT_ONCE = 65_536
"""How many of them are compared at once, on average."""


def marks(values: Iterable[Hashable]) -> list[int]:
    """A number for each value. Values that are not the same hardly ever have the same one; nobody can know which."""
    return list(map(hash, values))


class Repeats:
    """The numbers of values."""

    def __init__(self) -> None:
        self._marks = array("q")

    def add(self, some: Iterable[int]) -> None:
        """Add the numbers of some values."""
        self._marks.extend(some)

    def found(self, others: Collection[int]) -> set[int]:
        """The numbers that are there several times, or among others."""
        found = set(others).intersection(self._marks)
        count = len(self._marks) // _AT_ONCE + 1
        parts = [array("q") for _ in range(count)]
        puts = [part.append for part in parts]
        for mark in self._marks:
            puts[mark % count](mark)
        for part in parts:
            if len(set(part)) < len(part):
                found.update(mark for mark, times in Counter(part).items() if times > 1)
        return found
