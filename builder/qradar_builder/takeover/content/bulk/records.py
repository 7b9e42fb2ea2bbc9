"""Where the QID records are that are on disk: those whose number is in no block, and those beyond the first ones."""

from __future__ import annotations

import re
import weakref
from typing import TYPE_CHECKING, Any, Literal

from qradar_builder.package.identity.lock import FIRST_USER_QID, MAX_NUMBER
from qradar_builder.package.identity.reader import LAST_GIVEN_TYPE
from qradar_builder.reference.number_blocks import BLOCK, FIRST_NUMBER, first_qid, type_of_qid
from qradar_builder.takeover.content.bulk.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_HELD = 2_500
"""How many QID records are in memory as they are read."""
MOST_USED = 10_000
"""How many more a package describes. A YAML document of more records than that could not be loaded."""
_ROW = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_NUMBERS = re.compile(rf"({_ROW.pattern}) ([0-9]{{1,18}})", re.ASCII)
"""The id and the number of a record."""
_FIRST, _END = first_qid(0), first_qid(LAST_GIVEN_TYPE + 1)
_TABLE = "create table record (number integer primary key, id integer, qid integer, start integer, stop integer)"
_BY_ID = "select number, id, qid, start, stop from record where id = ? limit 2"
_BY_QID = "select number, id, qid, start, stop from record where qid = ? limit 2"
"""Two tell that there are several."""


class BulkRecords:
    """The ids, the numbers and the places of QID records whose rows are in a file."""

    def __init__(self) -> None:
        self._count = 0
        self._database = Database(_TABLE, "insert into record values (?, ?, ?, ?, ?)")
        weakref.finalize(self, self._database.close)
        self._is_indexed = False

    def taken(self, columns: Mapping[str, Any]) -> tuple[int, int] | None:
        """The id and the number of a record, if its number is in no block, or if it is one of very many; else None."""
        # The text of a column that has parts, or is not there, is no number.
        numbers = _NUMBERS.fullmatch(f"{columns.get('id')} {columns.get('qid')}")
        if numbers is None:
            return None
        identity, qid = int(numbers[1]), int(numbers[2])
        if not _FIRST <= qid < _END:
            return identity, qid
        self._count += 1
        # The two records that QRadar makes with every type have parts of their own in an import.
        if self._count <= MOST_HELD or (qid - FIRST_NUMBER) % BLOCK < FIRST_USER_QID:
            return None
        is_regular = numbers[2][0] != "0" and identity < MAX_NUMBER and dict not in map(type, columns.values())
        return (identity, qid) if is_regular else None

    def put(self, record: tuple[int, int], number: int, start: int, end: int) -> None:
        """Take a record, which is that element of the document, and is at that place."""
        self._database.put((number, *record, start, end))

    def find(self, column: Literal["id", "qid"], value: str) -> tuple[int, int, int] | None:
        """The number of the element, the start and the end of the row with that id or number.

        None where there is no such row, where its number is in no block, or where another one has its id or number.
        """
        if self._database.is_empty or not _ROW.fullmatch(value):
            return None
        found = self._by(column, int(value))
        if len(found) != 1:
            return None
        number, identity, qid, start, end = found[0]
        others = self._by("id", identity) if column == "qid" else self._by("qid", qid)
        return (number, start, end) if _FIRST <= qid < _END and len(others) == 1 else None

    def has(self, identity: str) -> bool:
        """Whether there is a row with that id."""
        if self._database.is_empty or not _ROW.fullmatch(identity):
            return False
        return bool(self._by("id", int(identity)))

    def few(self) -> list[tuple[int, int, int]]:
        """Where the rows with a number in a block are, if a package can describe that many."""
        self._database.write()
        wanted = "select number, start, stop from record where qid >= ? and qid < ? order by number limit ?"
        found = list(self._database.run(wanted, _FIRST, _END, MOST_USED + 1))
        return found if len(found) <= MOST_USED else []

    def numbers(self) -> Iterator[int]:
        """Which elements of the document the rows are."""
        self._database.write()
        return (number for (number,) in self._database.run("select number from record order by number"))

    def next_row(self) -> int:
        """The number after those of all rows with a number in a block."""
        self._database.write()
        found = self._database.run("select max(id) from record where qid >= ? and qid < ?", _FIRST, _END)
        (last,) = next(iter(found), (None,))
        return 0 if last is None else int(last) + 1

    def next_places(self) -> dict[int, int]:
        """The place in the block after those of all rows, by the number of the log source type."""
        self._database.write()
        wanted = "select max(qid) from record where qid >= ? and qid < ? group by (qid - ?) / ?"
        last = self._database.run(wanted, _FIRST, _END, FIRST_NUMBER, BLOCK)
        return {type_of_qid(qid): qid - first_qid(type_of_qid(qid)) + 1 for (qid,) in last}

    def _by(self, column: Literal["id", "qid"], value: int) -> list[tuple[int, int, int, int, int]]:
        self._database.write()
        if not self._is_indexed:
            self._is_indexed = True
            self._database.run("create index by_id on record (id)")
            self._database.run("create index by_qid on record (qid)")
        return list(self._database.run(_BY_ID if column == "id" else _BY_QID, value))
