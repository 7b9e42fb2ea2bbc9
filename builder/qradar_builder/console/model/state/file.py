"""The file of a model's state: an SQLite database with a row for each record that was changed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FORMAT: Final = 1
_APPLICATION: Final = 0x51524D31
"""Says in the head of the file that it is ours."""
_SCHEMA: Final = """\
CREATE TABLE IF NOT EXISTS record (
  kind TEXT NOT NULL, number INTEGER NOT NULL, content TEXT, PRIMARY KEY (kind, number)
) WITHOUT ROWID
"""


class WrongState(Exception):  # noqa: N818 - what is wrong with the file
    """The file is not the state of a model, or cannot be opened."""


class StateFile:
    """The file. A change is on disk once `commit` returns, so that a model that is killed continues where it was."""

    def __init__(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        except sqlite3.Error as error:
            raise WrongState(f"cannot open the state file: {error}") from None
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._database.close()
            raise WrongState(f"the state file is not the state of a model: {error}") from None
        except WrongState:
            self._database.close()
            raise

    def _prepare(self) -> None:
        with closing(self._database.cursor()) as cursor:
            (application,) = cursor.execute("PRAGMA application_id").fetchone()
            (version,) = cursor.execute("PRAGMA user_version").fetchone()
            (tables,) = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables and application != _APPLICATION:
                raise WrongState("the state file is a database of something else")
            if tables and version != _FORMAT:
                raise WrongState(f"the state file has format {version}; this version reads {_FORMAT}")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute(f"PRAGMA application_id = {_APPLICATION}")
            cursor.execute(f"PRAGMA user_version = {_FORMAT}")
            cursor.execute(_SCHEMA)
            cursor.execute("BEGIN")

    def records(self) -> Iterator[tuple[str, int, dict[str, Any] | None]]:
        """Every record that was changed: its table, its number, and its content, None where it was removed."""
        with closing(self._database.cursor()) as cursor:
            for kind, number, content in cursor.execute(
                "SELECT kind, number, content FROM record ORDER BY kind, number"
            ):
                yield kind, number, None if content is None else json.loads(content)

    def write(self, kind: str, number: int, record: Mapping[str, Any] | None) -> None:
        """Write a record, or that it is removed."""
        content = None if record is None else json.dumps(record, ensure_ascii=False)
        self._database.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", (kind, number, content))

    def commit(self) -> None:
        """Bring everything written on disk."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Commit and close."""
        self._database.execute("COMMIT")
        self._database.close()
