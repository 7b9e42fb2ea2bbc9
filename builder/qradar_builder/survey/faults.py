"""What went wrong with files, with its place: a bounded list, and counts of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 1_000
"""How many are kept with their place: the first ones, by file and offset."""
_OF_ROWS: Final = (".parquet", ".pq")


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

    _kept: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def first(self) -> list[Fault]:
        """The faults that are kept, in order."""
        self._kept = nsmallest(MOST, self._kept)
        return self._kept

    def add(self, fault: Fault) -> None:
        """Keep a fault."""
        self.counts[fault.rule] += 1
        self._keep([fault])

    def merge(self, other: Faults) -> None:
        """Add those of another part of the files."""
        self.counts.update(other.counts)
        self._keep(other._kept)

    def _keep(self, faults: list[Fault]) -> None:
        self._kept += faults
        if len(self._kept) > 2 * MOST:
            self._kept = nsmallest(MOST, self._kept)

    def rows(self) -> list[list[Any]]:
        """The faults that are kept, as lists, in order."""
        return [[each.source, each.offset, each.rule, each.message, each.length] for each in self.first]


def faults_from(rows: list[list[Any]], counts: Mapping[str, int]) -> Faults:
    """The faults that `rows` and `counts` were of."""
    return Faults([Fault(*row) for row in rows], Counter(counts))


def place(source: str, offset: int) -> str:
    """Where in a file something is, for people. Of Parquet, rows are counted, from 0."""
    return f"{'row' if source.lower().endswith(_OF_ROWS) else 'byte'} {offset:,}"
