"""What is left of data once the parts that do not hold are left out, with the places where they stood."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Origin

Path = tuple[int | str, ...]


class Positions(Protocol):
    """What knows the places of data by their keys and indexes: a YAML document or a CSV table."""

    def at(self, *path: str | int) -> Origin:
        """The place of a part."""
        ...

    def key(self, *path: str | int) -> Origin:
        """The place of the last key itself."""
        ...


class Remains:
    """Data without some of its parts. Paths into what is left lead to the places in the source."""

    def __init__(self, data: Any, positions: Positions) -> None:
        self._data = data
        self._positions = positions
        self._left_out: set[Path] = set()
        self._gaps: dict[Path, list[int]] = {}

    def leave_out(self, paths: Iterable[Path]) -> bool:
        """Leave out the parts at paths into what is left; where one is missing, what it is missing from.

        False where nothing would be left.
        """
        gone = {present(self._data, self._original(path)) for path in paths}
        self._left_out |= gone
        indexes: dict[Path, list[int]] = defaultdict(list)
        for path in self._left_out:
            if path and isinstance(path[-1], int):
                indexes[path[:-1]].append(path[-1])
        # By list, how many items are left before each gap: a search in it gives the gaps before an item.
        self._gaps = {path: [index - gap for gap, index in enumerate(sorted(found))] for path, found in indexes.items()}
        return () not in gone

    def lacks(self, *path: str | int) -> bool:
        """Whether the part at a path into what is left is one that was left out."""
        return self._original(path) in self._left_out

    def lacks_below(self, *path: str | int) -> bool:
        """Whether the part at a path into the source, or one below it, was left out."""
        return any(gone[: len(path)] == path for gone in self._left_out)

    def data(self) -> Any:
        """What is left."""
        return self._copy(self._data, ())

    def at(self, *path: str | int) -> Origin:
        """The place of a part of what is left."""
        return self._positions.at(*self._original(path))

    def key(self, *path: str | int) -> Origin:
        """The place of the last key itself."""
        return self._positions.key(*self._original(path))

    def _copy(self, data: Any, path: Path) -> Any:
        if isinstance(data, dict):
            return {
                name: self._copy(item, (*path, name))
                for name, item in data.items()
                if (*path, name) not in self._left_out
            }
        if isinstance(data, list):
            return [
                self._copy(item, (*path, index))
                for index, item in enumerate(data)
                if (*path, index) not in self._left_out
            ]
        return data

    def _original(self, path: Path) -> Path:
        """Where a path into what is left stood before anything was left out."""
        original: Path = ()
        for step in path:
            gaps = self._gaps.get(original, ()) if isinstance(step, int) else ()
            original = (*original, step + bisect_right(gaps, step) if isinstance(step, int) else step)
        return original


def was_left_out(positions: Positions, *path: str | int) -> bool:
    """Whether a part was written and does not hold: it has a finding, and needs none for being missing."""
    return isinstance(positions, Remains) and positions.lacks(*path)


def left_out_below(positions: Positions, *path: str | int) -> bool:
    """Whether the part at a path, or one below it, was written and does not hold."""
    return isinstance(positions, Remains) and positions.lacks_below(*path)


def present(data: Any, path: Path) -> Path:
    """As much of a path as the data has."""
    there: Path = ()
    for step in path:
        is_there = step in data if isinstance(data, dict) else isinstance(data, list) and _is_index(step, data)
        if not is_there:
            continue
        data = data[step]
        there = (*there, step)
    return there


def _is_index(step: int | str, data: list[Any]) -> bool:
    return isinstance(step, int) and step < len(data)
