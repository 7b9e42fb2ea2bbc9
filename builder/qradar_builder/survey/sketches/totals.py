"""Counts by a few names that are known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.survey.sketches.packed import Packer, Unpacked


class Part(Protocol):
    """A part of a tally."""

    def merge(self, other: Self) -> None:
        """Add the counts of other records. `other` stays as it is."""
        ...

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes: JSON values, equal for equal records."""
        ...

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        ...


class Totals:
    """Counts by name."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, counts: Mapping[str, int]) -> None:
        """Add counts by name."""
        self._counts.update(counts)

    def merge(self, other: Self) -> None:
        """Add the counts of other records. `other` stays as it is."""
        self._counts.update(other._counts)

    def result(self) -> dict[str, int]:
        """The counts that are not 0, by name."""
        return {name: count for name, count in sorted(self._counts.items()) if count}

    def pack(self, _: Packer) -> list[Any]:
        """What `load` takes."""
        return list(self.result().items())

    def load(self, packed: list[Any], _: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self._counts = Counter(dict(packed))
