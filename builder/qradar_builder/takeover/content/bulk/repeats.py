"""Finds which of very many values may be there several times, by four bytes for each."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

_BITS = 0xFFFFFFFF
_AT_ONCE = 65_536
"""How many of them are compared at once, on average."""


def marks(values: Iterable[Hashable]) -> list[int]:
    """A number for each value. Values that are not the same seldom have the same one, and nobody can know which."""
    return [value & _BITS for value in map(hash, values)]


class Repeats:
    """The numbers of values."""

    def __init__(self) -> None:
        self._marks = array("I")

    def add(self, some: Iterable[int]) -> None:
        """Add the numbers of some values."""
        self._marks.extend(some)

    def found(self, others: Collection[int]) -> set[int]:
        """The numbers that are there several times, or among others."""
        found = set(others).intersection(self._marks)
        parts = len(self._marks) // _AT_ONCE + 1
        for part in range(parts):
            some = [mark for mark in self._marks if mark % parts == part]
            if len(set(some)) < len(some):
                found.update(mark for mark, count in Counter(some).items() if count > 1)
        return found
