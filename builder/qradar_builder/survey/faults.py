"""What went wrong with files, with its place: a bounded list, and counts of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import merge, nsmallest
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 1_000
"""How many are kept with their place: the first ones, by file and offset."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at a place. `rule` is that of its finding; `offset` is as in a record, -1 for a whole file."""

    source: str
    offset: int
    rule: str
    message: str
    length: int = 0


@dataclass(slots=True)
class Faults:
    """The first faults by their places, and how many there are of each rule."""

    first: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        """Keep a fault."""
        self.counts[fault.rule] += 1
        self.first.append(fault)
        if len(self.first) > 2 * MOST:
            self._shorten()

    def merge(self, other: Faults) -> None:
        """Add those of another part of the files."""
        self.counts.update(other.counts)
        self.first = [*merge(sorted(self.first), sorted(other.first))][:MOST]

    def rows(self) -> list[list[Any]]:
        """The faults that are kept, as lists, in order."""
        self._shorten()
        return [[each.source, each.offset, each.rule, each.message, each.length] for each in self.first]

    def _shorten(self) -> None:
        self.first = nsmallest(MOST, self.first)


def faults_from(rows: list[list[Any]], counts: Mapping[str, int]) -> Faults:
    """The faults that `rows` and `counts` were of."""
    return Faults([Fault(*row) for row in rows], Counter(counts))
