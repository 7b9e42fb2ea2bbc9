"""Counts by time and source: exact up to a bound of cells, then by longer times and shorter paths.

The next level holds the cells of the one before it put together, and a level is left only if it has more cells than the
bound. Therefore, the level of all records is that of the largest part or a coarser one, whatever the parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.tables import LAST_HOUR, OUTSIDE, Table, put_together, table_from, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.survey.sketches.packed import Packer, Unpacked
    from qradar_builder.survey.sketches.tables import Key

HOUR: Final = 3_600_000
"""Milliseconds."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_WAITING: Final = 1 << 20
"""Counts of tables that wait to be put together: with all of them at once, a count takes little time."""


class Step(StrEnum):
    """How long the time of a cell is."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Level:
    """How coarse cells are: the time of each, and of how many parts the path of a source is; None for the whole."""

    step: Step
    parts: int | None


BY_HOUR: Final = tuple(Level(step, 0) for step in Step)
BY_DAY: Final = BY_HOUR[1:]
BY_SOURCE: Final = tuple(Level(Step.ALL, parts) for parts in (None, 16, 12, *range(10, -1, -1)))
BY_BOTH: Final = (
    Level(Step.HOUR, None),
    Level(Step.DAY, None),
    *(Level(Step.DAY, parts) for parts in (16, 12, *range(10, 0, -1))),
    Level(Step.MONTH, 1),
    Level(Step.MONTH, 0),
    Level(Step.YEAR, 0),
    Level(Step.ALL, 0),
)
ALL_SOURCES: Final = ""
"""The source of a cell that has all sources."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted of a time and source."""

    start: int | None
    """The beginning of the time in epoch milliseconds, in UTC. None for records without a time."""
    outside: bool
    """Whether the time is before 1970 or after 2199; `start` is None then."""
    source: str
    """The source, or the beginning of the paths that were put together, with `/…` at its end. Empty for all."""
    counts: Mapping[str, int]


@dataclass(slots=True)
class Cells:
    """Counts by name in cells of time and source."""

    levels: tuple[Level, ...]
    bound: int
    """The most cells."""
    level: int = 0
    _cells: dict[Key, dict[str, int]] = field(default_factory=dict)
    _waiting: list[Table] = field(default_factory=list)
    """Cells of other parts, which may be finer than the level."""
    _size: int = 0
    """How many counts wait."""

    @property
    def step(self) -> Step:
        """How long the time of each cell is."""
        self._open()
        return self.levels[self.level].step

    @property
    def source_parts(self) -> int | None:
        """Of how many parts the path of each source is. None for the whole path."""
        self._open()
        return self.levels[self.level].parts

    def add(self, source: str, hour: int | None, name: str, count: int) -> None:
        """Count something of an hour since the epoch and a source."""
        self._open()
        level = self.levels[self.level]
        key = (_source(source, level.parts), None if hour is None else _hour(hour, level.step))
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = {}
        cell[name] = cell.get(name, 0) + count
        if len(self._cells) > self.bound:
            self._waiting = [self._taken()]
            self._open()

    def merge(self, other: Self) -> None:
        """Add the counts of other records. `other` stays as it is."""
        self.level = max(self.level, other.level)
        for table in other._waiting:
            self._wait(table)
        if other._cells:
            self._wait(table_of(other._cells))

    def _wait(self, table: Table) -> None:
        if table.counts.size:
            self._waiting.append(table)
            self._size += table.counts.size
            if self._size > _MOST_WAITING:
                self._waiting = [self._table()]

    def _taken(self) -> Table:
        cells, self._cells = self._cells, {}
        return table_of(cells)

    def _table(self) -> Table:
        """All cells, at the first level that has no more of them than the bound."""
        tables = [*self._waiting, self._taken()]
        self._waiting, self._size = [], 0
        while True:
            level = self.levels[self.level]
            hour_of = None if level.step is Step.HOUR else partial(_hour, step=level.step)
            table = put_together(tables, partial(_source, parts=level.parts), hour_of)
            if len(table.hours) <= self.bound or self.level == len(self.levels) - 1:
                return table
            self.level += 1
            tables = [table]

    def _open(self) -> None:
        if self._waiting:
            self._cells = self._table().cells()

    def result(self) -> tuple[Cell, ...]:
        """The cells by source and time, those without a time last."""
        self._open()
        return tuple(
            Cell(
                None if hour in {None, OUTSIDE} else hour * HOUR,
                hour == OUTSIDE,
                source,
                dict(sorted(counts.items())),
            )
            for (source, hour), counts in sorted(self._cells.items(), key=_order)
        )

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        self._open()
        return [self.level, *table_of(self._cells).pack(packer)] if self._cells else []

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        if packed:
            self.level, *table = packed
            self._wait(table_from(table, unpacked))


def _order(item: tuple[Key, dict[str, int]]) -> tuple[str, bool, int]:
    source, hour = item[0]
    return source, hour is None, hour or 0


def _source(source: str, parts: int | None) -> str:
    if parts is None:
        return source
    if parts == 0:
        return ALL_SOURCES
    found = source.removesuffix("/…").split("/")
    return source if len(found) <= parts else "/".join(found[:parts]) + "/…"


def _hour(hour: int, step: Step) -> int:
    """The first hour of the time that an hour is in."""
    if not 0 <= hour < LAST_HOUR:
        return OUTSIDE
    if step is Step.HOUR:
        return hour
    if step is Step.DAY:
        return hour // 24 * 24
    if step is Step.ALL:
        return 0
    day = _EPOCH + timedelta(hours=hour)
    start = day.replace(month=day.month if step is Step.MONTH else 1, day=1, hour=0)
    return (start - _EPOCH) // timedelta(hours=1)
