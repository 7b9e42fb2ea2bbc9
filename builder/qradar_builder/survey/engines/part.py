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


class Summing:
    """Merges parts one by one into their sum: what a part costs does not depend on how much the sum has."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._sum = Sum(Ledger(), counts.tally())

    def add(self, part: Part) -> None:
        """Take a part in."""
        # Both are read before either is merged: of a damaged part, nothing counts.
        ledger, tally = Ledger.from_bytes(part.ledger), self._counts.read(part.tally, part.costs)
        self._sum.ledger.merge(ledger)
        self._sum.tally.merge(tally)

    def total(self) -> Sum:
        """The sum of all parts."""
        return self._sum
