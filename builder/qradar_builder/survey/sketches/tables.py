"""Cells of time and source in columns, so that the cells of many parts are put together at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from qradar_builder.survey.sketches.numbers import narrow, widened
from qradar_builder.survey.sketches.packed import json_of, json_read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from qradar_builder.survey.sketches.packed import Packer, Unpacked

    Key: TypeAlias = tuple[str, int | None]
    """The source of a cell, and its hour since the epoch. None for no time."""

OUTSIDE: Final = -1
"""The hour of all times that no log has."""
LAST_HOUR: Final = 24 * 365 * 230
"""Hours from this one on, and those before 1970, are of no log."""
_NO_TIME: Final = LAST_HOUR
"""What stands for no time in a column: it is behind all times."""
_SPAN: Final = LAST_HOUR + 2


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in the order of their sources and times. Equal cells are equal tables."""

    names: tuple[str, ...]
    """What is counted, in alphabetical order."""
    sources: tuple[str, ...]
    """All sources, in alphabetical order."""
    places: NDArray[Any]
    """Of each cell, the place of its source."""
    hours: NDArray[Any]
    """Of each cell, its hour since the epoch and 1: 0 is `OUTSIDE`, and no time is the last."""
    counts: NDArray[Any]
    """A row for each cell, with a count for each name."""

    def cells(self) -> dict[Key, dict[str, int]]:
        """The counts of each cell by name, without those that are 0."""
        sources = [self.sources[place] for place in self.places.tolist()]
        hours = [None if hour == _NO_TIME + 1 else hour - 1 for hour in self.hours.tolist()]
        rows = (
            {name: count for name, count in zip(self.names, row, strict=True) if count} for row in self.counts.tolist()
        )
        return dict(zip(zip(sources, hours, strict=True), rows, strict=True))

    def pack(self, packer: Packer) -> list[Any]:
        """What `table_from` takes."""
        head = packer.blob(json_of([self.names, self.sources]))
        return [len(self.hours), head, *(packer.blob(narrow(each)) for each in (self.places, self.hours, self.counts))]


def table_from(packed: Sequence[int], unpacked: Unpacked) -> Table:
    """The table that `pack` was of. Its columns are copies, so that the bytes can be let go."""
    count, *numbers = packed
    head, places, hours, counts = (unpacked.blobs[number] for number in numbers)
    names, sources = json_read(head)
    size = count * len(names)
    return Table(
        tuple(names),
        tuple(sources),
        widened(places, count).copy(),
        widened(hours, count).copy(),
        widened(counts, size).copy().reshape(count, len(names)),
    )


def table_of(cells: Mapping[Key, Mapping[str, int]]) -> Table:
    """The table of cells."""
    names = tuple(sorted(set(chain.from_iterable(cells.values()))))
    sources = tuple(sorted({source for source, _ in cells}))
    place = {source: number for number, source in enumerate(sources)}
    rows = sorted(
        (place[source], _NO_TIME + 1 if hour is None else hour + 1, [counts.get(name, 0) for name in names])
        for (source, hour), counts in cells.items()
    )
    places, hours, counted = zip(*rows, strict=True) if rows else ((), (), ())
    counts = np.array(counted, np.int64).reshape(len(rows), len(names))
    return Table(names, sources, np.array(places, np.int64), np.array(hours, np.int64), counts)


def put_together(
    tables: Sequence[Table], source_of: Callable[[str], str], hour_of: Callable[[int], int] | None
) -> Table:
    """One table of several, with the same sources and hours put together.

    `source_of` and `hour_of` give what a source or hour is counted as; without `hour_of` each hour is itself.
    """
    known = [[source_of(source) for source in table.sources] for table in tables]
    sources = sorted(set(chain.from_iterable(known)))
    names = sorted(set(chain.from_iterable(table.names for table in tables)))
    place = {source: number for number, source in enumerate(sources)}
    column = {name: number for number, name in enumerate(names)}
    keys = np.empty(sum(len(table.hours) for table in tables), np.int64)
    counts = np.zeros((len(keys), len(names)), np.int64)
    start = 0
    for table, shortened in zip(tables, known, strict=True):
        end = start + len(table.hours)
        places = np.array([place[source] for source in shortened], np.int64)
        keys[start:end] = places[table.places] * _SPAN + _hours(table.hours, hour_of)
        counts[start:end, [column[name] for name in table.names]] = table.counts
        start = end
    order = keys.argsort(kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(first):
        counts = np.add.reduceat(counts[order], first, axis=0)
    places, hours = np.divmod(keys[first], _SPAN)
    return Table(tuple(names), tuple(sources), places, hours, counts)


def _hours(column: NDArray[Any], hour_of: Callable[[int], int] | None) -> NDArray[Any]:
    if hour_of is None:
        return column
    different, places = np.unique(column, return_inverse=True)
    coarser = [each if each == _NO_TIME + 1 else hour_of(each - 1) + 1 for each in different.tolist()]
    return np.array(coarser, np.int64)[places]
