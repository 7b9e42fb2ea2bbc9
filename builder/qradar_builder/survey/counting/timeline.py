"""Outcomes by hour, by source, and by both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.cells import BY_BOTH, BY_HOUR, BY_SOURCE, Cells

if TYPE_CHECKING:
    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.sketches.cells import Cell
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

_HOURS: Final = 8_784
_SOURCES: Final = 2_000
_BOTH: Final = 10_000


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """Events by outcome in cells of time and source."""

    cells: tuple[Cell, ...]
    step: str
    """How long the time of each cell is: `hour`, `day`, `month`, `year` or `all`."""
    source_parts: int | None
    """Of how many parts the path of each source is; 0 for all sources together, None for whole paths."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Events by outcome. The time of an event is its device time, else its receipt."""

    by_hour: OutcomeTable
    by_source: OutcomeTable
    by_both: OutcomeTable


class OutcomeCells:
    """Counts of outcomes in cells."""

    __slots__ = ("_by_both", "_by_hour", "_by_source")

    def __init__(self) -> None:
        self._by_hour = Cells(BY_HOUR, _HOURS)
        self._by_source = Cells(BY_SOURCE, _SOURCES)
        self._by_both = Cells(BY_BOTH, _BOTH)

    def add(self, batch: Batch) -> None:
        """Add the events of a batch."""
        outcomes = [kind[0] for kind in batch.kinds]
        by_hour: Counter[tuple[int | None, str]] = Counter()
        by_source: Counter[tuple[str, str]] = Counter()
        for (source, hour, name), count in Counter(zip(batch.sources, batch.hours, outcomes, strict=True)).items():
            outcome = name.value
            self._by_both.add(source, hour, outcome, count)
            by_hour[hour, outcome] += count
            by_source[source, outcome] += count
        for (hour, outcome), count in by_hour.items():
            self._by_hour.add("", hour, outcome, count)
        for (source, outcome), count in by_source.items():
            self._by_source.add(source, None, outcome, count)

    def _tables(self) -> tuple[Cells, Cells, Cells]:
        return self._by_hour, self._by_source, self._by_both

    def merge(self, other: Self) -> None:
        """Add the outcomes of other events. `other` stays as it is."""
        for mine, its in zip(self._tables(), other._tables(), strict=True):
            mine.merge(its)

    def result(self) -> Outcomes:
        """The outcomes by source and time."""
        return Outcomes(*(OutcomeTable(each.result(), each.step, each.source_parts) for each in self._tables()))

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [each.pack(packer) for each in self._tables()]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        for table, content in zip(self._tables(), packed, strict=True):
            table.load(content, unpacked)
