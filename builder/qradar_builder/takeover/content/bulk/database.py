"""A database on disk for what an import does not hold in memory. Nobody else sees it, and it is gone with its owner."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_AT_ONCE = 1000
_CACHE = 8192
"""How much of the file is in memory where nothing else is said, in KiB."""
SMALL = 1024
"""As much as rows need that are read and written in their order, in KiB."""


class Database:
    """The rows of one table, and what is made of them. There is no file before the first rows."""

    def __init__(self, table: str, insertion: str, *, cache: int = _CACHE) -> None:
        self._table = table
        self._insertion = insertion
        self._cache = cache
        self._waiting: list[tuple[Any, ...]] = []
        self._connection: sqlite3.Connection | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there are no rows."""
        return self._connection is None and not self._waiting

    def put(self, row: tuple[Any, ...]) -> None:
        """Add a row to the table. It is seen after `write`."""
        self._waiting.append(row)
        if len(self._waiting) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write the rows that wait. Raises OSError, as all others do, where the disk is full."""
        if not self._waiting:
            return
        self.open()
        self.insert(self._insertion, self._waiting)
        self._waiting = []

    def open(self) -> None:
        """Make the file and its table, if there is none."""
        if self._connection is None:
            # Without a name it is a file that nobody else sees, and that is gone with the connection.
            # What is garbage is collected, and closed, in any thread.
            self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self.run("pragma journal_mode = off")
            self.run("pragma synchronous = off")
            self.run(f"pragma cache_size = -{self._cache}")
            self.run(self._table)

    def run(self, statement: str, *values: object) -> Iterable[Any]:
        """What a statement finds; nothing where there are no rows."""
        try:
            return () if self._connection is None else self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise OSError(f"the rows of the file cannot be kept on disk: {error}") from error

    def insert(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement with each row."""
        assert self._connection is not None, "there are rows"
        self.run("begin")
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise OSError(f"the rows of the file cannot be kept on disk: {error}") from error
        self.run("commit")

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
