"""Event mappings in a database on disk: those of a log source type beyond the first ones, if they are regular."""

from __future__ import annotations

import re
import sqlite3
import weakref
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.package.identity.lock import MAX_NUMBER, UUID_FORM
from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE
from qradar_builder.package.resolve.events import event_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_HELD = 10_000
"""How many mappings of a log source type are in memory."""
_AT_ONCE = 1000
_CACHE = 4096
"""In KiB."""
_ROW = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_FIXED = {"customevent": "true", "credibility": "0", "unravelevent": "0"}
_COLUMNS = frozenset({*_FIXED, "id", "uuid", "devicetypeid", "deviceeventid", "deviceeventcategory", "qidmapid"})
_AUTOMATIC = frozenset({STORED_EVENT, UNKNOWN_EVENT})
_TABLE = """
create table mapping (
    number integer primary key, id integer, uuid text, type text, event text, category text, key text, record text,
    taken integer default 0
)"""

_REFUSED = """
create table refused as
select number from held cross join mapping on mapping.type = held.type and mapping.key = held.key
union select number from held cross join mapping on mapping.id = held.id
union select number from known cross join mapping on mapping.uuid = known.uuid
union select number from mapping where id in (select id from mapping group by id having count(*) > 1)
union select number from mapping where uuid in (select uuid from mapping group by uuid having count(*) > 1)
union select number from mapping join (
    select type, key, min(number) as first from mapping group by type, key having count(*) > 1
) as twice on mapping.type = twice.type and mapping.key = twice.key and mapping.number <> twice.first
"""
"""The mappings whose key, row or UUID another one has."""


class BulkMappings:
    """Mappings of custom log source types, which are written as a build writes them."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._custom: dict[str, bool] = {}
        self._waiting: list[tuple[Any, ...]] = []
        self._database: sqlite3.Connection | None = None

    def takes(self, columns: Mapping[str, Any]) -> bool:
        """Whether a row is regular, and one of very many."""
        if columns.keys() != _COLUMNS or columns["credibility"] != "0" or columns["unravelevent"] != "0":
            return False
        type_number = columns["devicetypeid"]
        if not isinstance(type_number, str):
            return False
        count = self._counts[type_number] = self._counts.get(type_number, 0) + 1
        if count <= MOST_HELD:
            return False
        is_custom = self._custom.get(type_number)
        if is_custom is None:
            is_custom = self._custom[type_number] = _is_custom(type_number)
        return is_custom and _is_regular(columns)

    def put(self, columns: Mapping[str, Any], number: int) -> None:
        """Take a row, which is that element of the document."""
        event, category = columns["deviceeventid"], columns["deviceeventcategory"]
        key = event_key(event, category)
        row, type_number = int(columns["id"]), columns["devicetypeid"]
        self._waiting.append((number, row, columns["uuid"], type_number, event, category, key, columns["qidmapid"]))
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def start(self, held: Iterable[tuple[str, str, str]], uuids: Iterable[str]) -> None:
        """Take no mapping yet.

        `held` are those in memory: the id of the row, the log source type and the key. `uuids` are those of all rows in
        memory.
        """
        self._write()
        if self._database is None:
            return
        self._run("update mapping set taken = 0 where taken")
        for table in ("held", "known", "refused"):
            self._run(f"drop table if exists {table}")
        self._run("create table held (id integer, type text, key text)")
        rows = ((int(row) if _ROW.fullmatch(row) else -1, type_number, key) for row, type_number, key in held)
        self._insert("insert into held values (?, ?, ?)", rows)
        self._run("create table known (uuid text)")
        self._insert("insert into known values (?)", ((uuid,) for uuid in uuids))
        self._run("create index if not exists by_key on mapping (type, key)")
        self._run("create index if not exists by_id on mapping (id)")
        self._run("create index if not exists by_uuid on mapping (uuid)")
        self._run(_REFUSED)

    def records_of(self, type_number: str) -> list[str]:
        """The rows of the QID records that the mappings of a log source type lead to."""
        rows = self._run("select distinct record from mapping where type = ? order by record", type_number)
        return [record for (record,) in rows]

    def take(self, type_number: str) -> None:
        """Take the mappings of a log source type, but for those whose key, row or UUID another one has."""
        self._run("update mapping set taken = 1 where type = ?", type_number)
        self._run("update mapping set taken = 0 where number in (select number from refused)")

    def refuse(self, type_number: str, record: str) -> None:
        """Take no mapping of a log source type to a QID record."""
        self._run("update mapping set taken = 0 where type = ? and record = ?", type_number, record)

    def events_of(self, type_number: str) -> Iterator[tuple[str, str, str]]:
        """The event id, the event category and the row of the record of each that is taken, in order of the file."""
        yield from self._run(
            "select event, category, record from mapping where type = ? and taken order by number", type_number
        )

    def identities_of(self, type_number: str) -> Iterator[tuple[str, int, str]]:
        """The key, the row and the UUID of each that is taken, in the order of the keys."""
        yield from self._run("select key, id, uuid from mapping where type = ? and taken order by key", type_number)

    def next_row(self) -> int:
        """The number after those of all rows."""
        (found,) = next(iter(self._run("select max(id) from mapping")), (None,))
        return 0 if found is None else int(found) + 1

    def left(self) -> int:
        """How many are not taken."""
        (found,) = next(iter(self._run("select count(*) from mapping where not taken")), (0,))
        return int(found)

    def first_left(self) -> int:
        """Which element of the document the first one is that is not taken."""
        (found,) = next(iter(self._run("select min(number) from mapping where not taken")))
        return int(found)

    def rows_left(self) -> Iterator[dict[str, str]]:
        """The columns of those that are not taken, in the order of the file."""
        found = self._run("select id, uuid, type, event, category, record from mapping where not taken order by number")
        for row, uuid, type_number, event, category, record in found:
            yield {
                "id": str(row),
                "uuid": uuid,
                "devicetypeid": type_number,
                "deviceeventid": event,
                "deviceeventcategory": category,
                "qidmapid": record,
                **_FIXED,
            }

    def _run(self, statement: str, *values: object) -> Iterable[Any]:
        try:
            return () if self._database is None else self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise OSError(f"the rows of the file cannot be kept on disk: {error}") from error

    def _insert(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        assert self._database is not None, "there are mappings"
        try:
            self._database.executemany(statement, rows)
        except sqlite3.Error as error:
            raise OSError(f"the rows of the file cannot be kept on disk: {error}") from error

    def _write(self) -> None:
        if not self._waiting:
            return
        if self._database is None:
            # Without a name it is a file that nobody else sees, and that is gone with the connection.
            self._database = sqlite3.connect("", isolation_level=None)
            weakref.finalize(self, self._database.close)
            self._run("pragma journal_mode = off")
            self._run("pragma synchronous = off")
            self._run(f"pragma cache_size = -{_CACHE}")
            self._run(_TABLE)
        self._run("begin")
        self._insert("insert into mapping values (?, ?, ?, ?, ?, ?, ?, ?, 0)", self._waiting)
        self._run("commit")
        self._waiting = []


def _is_custom(type_number: str) -> bool:
    return _ROW.fullmatch(type_number) is not None and FIRST_GIVEN_TYPE <= int(type_number) <= LAST_GIVEN_TYPE


def _is_regular(columns: Mapping[str, Any]) -> bool:
    """Whether a package gives a row of a custom log source type back as it is."""
    event, category, row, uuid = (columns[name] for name in ("deviceeventid", "deviceeventcategory", "id", "uuid"))
    try:
        said = event + category + row + uuid + columns["qidmapid"]
    except TypeError:
        return False
    if not isinstance(said, str) or not event or not category or "\n" in said or "\r" in said:
        return False
    if event.strip() != event or category.strip() != category or (event, category) in _AUTOMATIC:
        return False
    return _ROW.fullmatch(row) is not None and int(row) < MAX_NUMBER and UUID_FORM.fullmatch(uuid) is not None
