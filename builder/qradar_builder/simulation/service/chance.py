"""Chance that gives the same numbers for the same seed on every machine and Python version."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    T = TypeVar("T")


class Chance:
    """Random numbers by a seed and a name.

    Of Python's generator only the bits are used: other methods have changed from version to version.
    """

    def __init__(self, seed: int, name: str) -> None:
        # A text as a seed goes through SHA-512, so the hash seed of the process does not matter.
        self._bits = Random(f"{seed} {name}").getrandbits  # noqa: S311 - what is searched must come out the same

    def below(self, limit: int) -> int:
        """A number from 0 up to but not `limit`, which is at least 1."""
        width = limit.bit_length()
        while (number := self._bits(width)) >= limit:
            pass
        return number

    def between(self, first: int, last: int) -> int:
        """A number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def happens(self, share: float) -> bool:
        """True in a part of all cases, given from 0 to 1."""
        return self._bits(53) < share * 2**53

    def pick(self, among: Sequence[T]) -> T:
        """One of a sequence that is not empty."""
        return among[self.below(len(among))]

    def mix(self, items: MutableSequence[T]) -> None:
        """Put items into another order."""
        for place in range(len(items) - 1, 0, -1):
            other = self.below(place + 1)
            items[place], items[other] = items[other], items[place]
