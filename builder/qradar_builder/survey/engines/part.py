"""What came of some units: the books, and the tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.survey.ledger import Ledger

if TYPE_CHECKING:
    from qradar_builder.survey.sources.unit import Unit
    from qradar_builder.survey.tallies import Counts, Tallied


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of units, as they travel between processes and are kept on disk."""

    units: tuple[Unit, ...]
    ledger: bytes
    tally: bytes
    costs: bytes = b""


@dataclass(slots=True)
class Sum:
    """Books and tally of any number of units."""

    ledger: Ledger
    tally: Tallied


class Tree:
    """Merges parts as a tree: each tally is merged with one of about as many units, so that none is copied often."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._levels: list[Sum | None] = []

    def add(self, part: Part) -> None:
        """Take a part in."""
        held = Sum(Ledger.from_bytes(part.ledger), self._counts.read(part.tally, part.costs))
        for number, level in enumerate(self._levels):
            if level is None:
                self._levels[number] = held
                return
            _merge(level, held)
            held = level
            self._levels[number] = None
        self._levels.append(held)

    def total(self) -> Sum:
        """The sum of all parts."""
        held = Sum(Ledger(), self._counts.tally())
        for level in self._levels:
            if level is not None:
                _merge(held, level)
        self._levels = [held]
        return held


def _merge(first: Sum, second: Sum) -> None:
    first.ledger.merge(second.ledger)
    first.tally.merge(second.tally)
