"""Counts by time and source: exact up to a bound of cells, then by longer times and shorter paths.

The next level holds the cells of the one before it put together, and a level is left only if it has more cells than the
bound. Therefore, the level of all records is that of the largest part or a coarser one, whatever the parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.packed import json_of, json_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.survey.sketches.packed import Packer, Unpacked

HOUR: Final = 3_600_000
"""Milliseconds."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_HOUR: Final = 24 * 365 * 230
"""Later hours, and those before 1970, are of no log: they are counted together."""
_OUTSIDE: Final = -1


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
    _cells: dict[tuple[str, int | None], dict[str, int]] = field(default_factory=dict)
    _packed: memoryview | None = None
    """The cells that come from bytes, until they are needed."""

    @property
    def step(self) -> Step:
        """How long the time of each cell is."""
        return self.levels[self.level].step

    @property
    def source_parts(self) -> int | None:
        """Of how many parts the path of each source is. None for the whole path."""
        return self.levels[self.level].parts

    def add(self, source: str, hour: int | None, name: str, count: int) -> None:
        """Count something of an hour since the epoch and a source."""
        self._open()
        level = self.levels[self.level]
        key = (_source(source, level.parts), _hour(hour, level.step))
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = {}
        cell[name] = cell.get(name, 0) + count
        if len(self._cells) > self.bound:
            self._coarsen(self.level + 1)

    def merge(self, other: Self) -> None:
        """Add the counts of other records. `other` stays as it is."""
        self._open()
        if other.level > self.level:
            self._coarsen(other.level)
        level = self.levels[self.level]
        is_same = other.level == self.level
        cells = self._cells
        for source, hour, counts in other._rows():
            key = (source, hour) if is_same else (_source(source, level.parts), _hour(hour, level.step))
            mine = cells.get(key)
            if mine is None:
                cells[key] = dict(counts)
            else:
                for name, count in counts.items():
                    mine[name] = mine.get(name, 0) + count
        if len(cells) > self.bound:
            self._coarsen(self.level + 1)

    def _rows(self) -> Iterable[tuple[str, int | None, dict[str, int]]]:
        if self._packed is not None:
            rows: list[tuple[str, int | None, dict[str, int]]] = json_read(self._packed)
            return rows
        return [(source, hour, counts) for (source, hour), counts in self._cells.items()]

    def _open(self) -> None:
        if self._packed is not None:
            self._cells, self._packed = {(source, hour): counts for source, hour, counts in self._rows()}, None

    def _coarsen(self, first: int) -> None:
        for number in range(first, len(self.levels)):
            level = self.levels[number]
            cells: dict[tuple[str, int | None], dict[str, int]] = {}
            for (source, hour), counts in self._cells.items():
                _add(cells, (_source(source, level.parts), _hour(hour, level.step)), counts)
            self._cells, self.level = cells, number
            if len(cells) <= self.bound:
                return

    def result(self) -> tuple[Cell, ...]:
        """The cells by source and time, those without a time last."""
        self._open()
        return tuple(
            Cell(
                None if hour in {None, _OUTSIDE} else hour * HOUR,
                hour == _OUTSIDE,
                source,
                dict(sorted(counts.items())),
            )
            for (source, hour), counts in sorted(self._cells.items(), key=_order)
        )

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        self._open()
        cells = sorted(self._cells.items(), key=_order)
        return [self.level, packer.blob(json_of([(source, hour, counts) for (source, hour), counts in cells]))]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self.level, cells = packed
        self._packed = unpacked.blobs[cells]


def _add(
    cells: dict[tuple[str, int | None], dict[str, int]], key: tuple[str, int | None], counts: Mapping[str, int]
) -> None:
    mine = cells.get(key)
    if mine is None:
        cells[key] = dict(counts)
        return
    for name, count in counts.items():
        mine[name] = mine.get(name, 0) + count


def _order(item: tuple[tuple[str, int | None], dict[str, int]]) -> tuple[str, bool, int]:
    source, hour = item[0]
    return source, hour is None, hour or 0


def _source(source: str, parts: int | None) -> str:
    if parts is None:
        return source
    if parts == 0:
        return ALL_SOURCES
    found = source.removesuffix("/…").split("/")
    return source if len(found) <= parts else "/".join(found[:parts]) + "/…"


def _hour(hour: int | None, step: Step) -> int | None:
    """The first hour of the time that an hour is in."""
    if hour is None or step is Step.HOUR:
        return hour if hour is None or 0 <= hour < _LAST_HOUR else _OUTSIDE
    if not 0 <= hour < _LAST_HOUR:
        return _OUTSIDE
    if step is Step.DAY:
        return hour // 24 * 24
    if step is Step.ALL:
        return 0
    day = _EPOCH + timedelta(hours=hour)
    start = day.replace(month=day.month if step is Step.MONTH else 1, day=1, hour=0)
    return (start - _EPOCH) // timedelta(hours=1)
