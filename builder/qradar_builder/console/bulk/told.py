"""What a console says that it does with each item of a preview, on disk: there can be very many items."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from qradar_builder.takeover.content.bulk.database import SMALL, Database

if TYPE_CHECKING:
    from collections.abc import Iterable


class ToldActions:
    """The actions of a PREVIEW, by table and name of the item. Items of one name may have several."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        """`rows` are those of the results of a task. What lacks a part is left out. Raises OSError."""
        self._database = Database(
            "create table told (kind, name, action)", "insert into told values (?, ?, ?)", cache=SMALL
        )
        weakref.finalize(self, self._database.close)
        for row in rows:
            said = row.get("content_type_name"), row.get("name"), row.get("action")
            if all(isinstance(each, str) for each in said):
                self._database.put(said)
        self._database.write()
        self._database.run("create index by_name on told (kind, name, action)")

    def words(self, table: str, names: Iterable[str]) -> frozenset[str]:
        """What is said of an item, by the first of its names that is known; nothing where none is."""
        for name in names:
            found = self._database.run("select distinct action from told where kind = ? and name = ?", table, name)
            if words := frozenset(action for (action,) in found):
                return words
        return frozenset()
