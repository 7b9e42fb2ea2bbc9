"""Very many items in order: sorted in runs on disk, of which only the starts of what is left are in memory."""

from __future__ import annotations

import marshal
from bisect import bisect_right
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Items: TypeAlias = "list[Any]"
"""Tuples of texts and numbers, which can be compared."""

MOST_HELD = 16_384
"""How many items are sorted in memory at once."""
_AT_ONCE = 256
"""How many items of a run are read at once."""


def in_order(batches: Iterable[Items]) -> Iterator[Items]:
    """The items of all batches, sorted, some at a time. Raises OSError where the disk is full."""
    waiting: Items = []
    with TemporaryFile() as file:
        runs: list[_Run] = []
        for batch in batches:
            waiting += batch
            if len(waiting) >= MOST_HELD:
                waiting.sort()
                runs.append(_Run(file, waiting))
                waiting = []
        waiting.sort()
        if runs:
            yield from _merged([*runs, _Run(file, waiting)])
        elif waiting:
            yield waiting


class _Run:
    """Sorted items in a file."""

    def __init__(self, file: IO[bytes], items: Items) -> None:
        self.items: Items = []
        """The first ones that are left."""
        self._file = file
        self._places: list[int] = []
        self._at = 0
        place = file.seek(0, 2)
        for start in range(0, len(items), _AT_ONCE):
            self._places.append(place)
            place += file.write(marshal.dumps(items[start : start + _AT_ONCE]))
        self._places.append(place)

    @property
    def has_more(self) -> bool:
        """Whether there are more items than those in memory."""
        return self._at < len(self._places) - 1

    def fill(self) -> None:
        """Read more items if none is left of those in memory."""
        if not self.items and self.has_more:
            start, end = self._places[self._at : self._at + 2]
            self._file.seek(start)
            self.items = marshal.loads(self._file.read(end - start))  # noqa: S302 - nobody else writes this file
            self._at += 1

    def up_to(self, last: Any) -> Items:
        """Take the items in memory that are not after this one."""
        end = bisect_right(self.items, last)
        found = self.items[:end]
        del self.items[:end]
        return found


def _merged(runs: list[_Run]) -> Iterator[Items]:
    while True:
        for run in runs:
            run.fill()
        runs = [run for run in runs if run.items]
        if not runs:
            return
        # What comes after the last item in memory of any run may come after what is not in memory.
        lasts = [run.items[-1] for run in runs if run.has_more]
        if lasts:
            last = min(lasts)
            some = [item for run in runs for item in run.up_to(last)]
        else:
            some = [item for run in runs for item in run.items]
            runs = []
        some.sort()
        yield some
