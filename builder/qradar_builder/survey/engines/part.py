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
    """Merges parts one by one into their sum: what a part costs does not depend on how much the sum has."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._held = Sum(Ledger(), counts.tally())

    def add(self, part: Part) -> None:
        """Take a part in."""
        _merge(self._held, Sum(Ledger.from_bytes(part.ledger), self._counts.read(part.tally, part.costs)))

    def total(self) -> Sum:
        """The sum of all parts."""
        return self._held


def _merge(first: Sum, second: Sum) -> None:
    first.ledger.merge(second.ledger)
    first.tally.merge(second.tally)
