"""Rows of event mappings in a file, by log source type, in the order in which they came."""

from __future__ import annotations

import marshal
import weakref
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

StoredMapping: TypeAlias = tuple[int, str, str, str, str, str, str]
"""Which element of the document it is, its row, its UUID, its event id and category, other columns, and its record.

The other columns are those that a build writes otherwise, in JSON. The record is given by its row.
"""

_AT_ONCE = 8_192
"""How many rows wait before they are written; fewer where their columns are long."""
_LONG = 256
"""How many characters of other columns take the room of one more row."""
_WORTH_A_TURN = 1_024
"""How many rows of a type are given at once: where types are many, few rows of each were written together."""


class MappingRows:
    """The rows. There is no file before the first ones."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        """How many are written of each type."""
        self._waiting: dict[str, list[StoredMapping]] = {}
        self._room = _AT_ONCE
        self._file: IO[bytes] | None = None
        self._end = 0
        self._blocks: list[dict[str, tuple[int, int]]] = []
        """Where the rows of each type are that were written together."""

    def put(self, type_number: str, row: StoredMapping) -> bool:
        """Add a row. Whether it is time to write those that wait."""
        self._waiting.setdefault(type_number, []).append(row)
        self._room -= 1 + len(row[5]) // _LONG
        return self._room <= 0

    def write(self) -> dict[str, list[StoredMapping]]:
        """Write the rows that wait, and give them. Raises OSError where the disk is full."""
        written = self._waiting
        if not written:
            return written
        if self._file is None:
            # It has no name, so that nobody else sees it, and it is gone with this.
            self._file = TemporaryFile()  # noqa: SIM115 - it is open as long as this is there
            weakref.finalize(self, self._file.close)
        self._file.seek(self._end)
        block = {}
        for type_number, rows in written.items():
            size = self._file.write(marshal.dumps(rows))
            block[type_number] = self._end, self._end + size
            self._end += size
            self.counts[type_number] = self.counts.get(type_number, 0) + len(rows)
        self._file.flush()
        self._blocks.append(block)
        self._waiting, self._room = {}, _AT_ONCE
        return written

    def of_type(self, type_number: str) -> Iterator[list[StoredMapping]]:
        """The rows of a log source type that are written, some at a time."""
        found: list[StoredMapping] = []
        for block in self._blocks:
            if type_number in block:
                found += _rows(self._content(*block[type_number]))
                if len(found) >= _WORTH_A_TURN:
                    yield found
                    found = []
        if found:
            yield found

    def together(self) -> Iterator[dict[str, list[StoredMapping]]]:
        """The rows that are written, by type, as many at a time as were written together."""
        for block in self._blocks:
            (start, _), *_, (_, end) = [*block.values()] * 2
            content = memoryview(self._content(start, end))
            yield {kind: _rows(content[place - start : stop - start]) for kind, (place, stop) in block.items()}

    def _content(self, start: int, end: int) -> bytes:
        assert self._file is not None, "there are rows"
        self._file.seek(start)
        return self._file.read(end - start)


def _rows(content: bytes | memoryview) -> list[StoredMapping]:
    found: list[StoredMapping] = marshal.loads(content)  # noqa: S302 - nobody else writes this file
    return found
