"""Numbers of items that a list gave already, a bit each: a list can have a million items."""

from __future__ import annotations

from typing import Final

_BITS: Final = 10
"""Consoles number items one after another, so that the numbers of a block are mostly all there."""


class SeenNumbers:
    """The numbers that were seen."""

    def __init__(self) -> None:
        self._blocks: dict[int, int] = {}

    def is_new(self, number: int) -> bool:
        """Whether a number was not seen before. From now on it was."""
        block, bit = number >> _BITS, 1 << (number & ((1 << _BITS) - 1))
        seen = self._blocks.get(block, 0)
        self._blocks[block] = seen | bit
        return not seen & bit
