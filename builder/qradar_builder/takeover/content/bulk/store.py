"""Event mappings in a database on disk: those of a log source type beyond the first ones, if they are regular."""

from __future__ import annotations

import re
import weakref
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.model.base import UUID_PATTERN
from qradar_builder.package.identity.lock import MAX_NUMBER
from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE
from qradar_builder.package.resolve.events import event_key
from qradar_builder.takeover.content.bulk.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_HELD = 1_000
"""How many mappings of a log source type are in memory."""
MOST_HELD_TOGETHER = 5_000
"""After so many mappings of all types, each type has at most `FEW` more of them in memory."""
FEW = 25
"""More than a type has without a table of its own."""
_ROW = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_IDENTITY = re.compile(f"(?:{_ROW.pattern})/{UUID_PATTERN[1:-1]}", re.ASCII)
"""The number and the UUID of a row."""
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
        self._held = 0
        self._custom: dict[str, bool] = {}
        self._database = Database(_TABLE, "insert into mapping values (?, ?, ?, ?, ?, ?, ?, ?, 0)")
        weakref.finalize(self, self._database.close)
        self._left: int | None = None

    def takes(self, columns: Mapping[str, Any]) -> bool:
        """Whether a row is regular, and one of very many."""
        if columns.keys() != _COLUMNS or columns["credibility"] != "0" or columns["unravelevent"] != "0":
            return False
        type_number = columns["devicetypeid"]
        if not isinstance(type_number, str):
            return False
        count = self._counts[type_number] = self._counts.get(type_number, 0) + 1
        if count <= (MOST_HELD if self._held < MOST_HELD_TOGETHER else FEW):
            self._held += 1
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
        self._database.put((number, row, columns["uuid"], type_number, event, category, key, columns["qidmapid"]))

    def start(self, held: Iterable[tuple[str, str, str]], uuids: Iterable[str]) -> None:
        """Take no mapping yet.

        `held` are those in memory: the id of the row, the log source type and the key. `uuids` are those of all rows in
        memory.
        """
        if self._database.is_empty:
            return
        self._left = None
        self._database.write()
        self._database.run("update mapping set taken = 0 where taken")
        for table in ("held", "known", "refused"):
            self._database.run(f"drop table if exists {table}")
        self._database.run("create table held (id integer, type text, key text)")
        rows = ((int(row) if _ROW.fullmatch(row) else -1, type_number, key) for row, type_number, key in held)
        self._database.insert("insert into held values (?, ?, ?)", rows)
        self._database.run("create table known (uuid text)")
        self._database.insert("insert into known values (?)", ((uuid,) for uuid in uuids))
        self._database.run("create index if not exists by_key on mapping (type, key)")
        self._database.run("create index if not exists by_id on mapping (id)")
        self._database.run("create index if not exists by_uuid on mapping (uuid)")
        self._database.run(_REFUSED)

    def records_of(self, type_number: str) -> Iterator[str]:
        """The rows of the QID records that the mappings of a log source type lead to."""
        self._database.write()
        self._database.run("create index if not exists by_record on mapping (type, record)")
        found = self._database.run("select distinct record from mapping where type = ? order by record", type_number)
        return (record for (record,) in found)

    def take(self, type_number: str, records: Iterable[str]) -> None:
        """Take the mappings of a log source type to these QID records.

        Those whose key, row or UUID another one has are left out.
        """
        self._left = None
        self._name(records)
        self._database.run(
            "update mapping set taken = 1 where type = ? and record in (select record from named)"
            " and number not in (select number from refused)",
            type_number,
        )

    def refuse(self, type_number: str, records: Sequence[str]) -> None:
        """Take no mapping of a log source type to these QID records."""
        if not records:
            return
        self._left = None
        self._name(records)
        self._database.run(
            "update mapping set taken = 0 where type = ? and record in (select record from named)", type_number
        )

    def _name(self, records: Iterable[str]) -> None:
        self._database.run("drop table if exists named")
        self._database.run("create table named (record text primary key)")
        self._database.insert("insert into named values (?)", ((record,) for record in records))

    def events_of(self, type_number: str) -> Iterator[tuple[str, str, str]]:
        """The event id, the event category and the row of the record of each that is taken, in order of the file."""
        yield from self._database.run(
            "select event, category, record from mapping where type = ? and taken order by number", type_number
        )

    def identities_of(self, type_number: str) -> Iterator[tuple[str, int, str]]:
        """The key, the row and the UUID of each that is taken, in the order of the keys."""
        yield from self._database.run(
            "select key, id, uuid from mapping where type = ? and taken order by key", type_number
        )

    def next_row(self) -> int:
        """The number after those of all rows."""
        self._database.write()
        (found,) = next(iter(self._database.run("select max(id) from mapping")), (None,))
        return 0 if found is None else int(found) + 1

    def left(self) -> int:
        """How many are not taken."""
        if self._left is None:
            self._database.write()
            (found,) = next(iter(self._database.run("select count(*) from mapping where not taken")), (0,))
            self._left = int(found)
        return self._left

    def first_left(self) -> int:
        """Which element of the document the first one is that is not taken."""
        (found,) = next(iter(self._database.run("select min(number) from mapping where not taken")))
        return int(found)

    def rows_left(self) -> Iterator[dict[str, str]]:
        """The columns of those that are not taken, in the order of the file."""
        self._database.write()
        found = self._database.run(
            "select id, uuid, type, event, category, record from mapping where not taken order by number"
        )
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


def _is_custom(type_number: str) -> bool:
    return _ROW.fullmatch(type_number) is not None and FIRST_GIVEN_TYPE <= int(type_number) <= LAST_GIVEN_TYPE


def _is_regular(columns: Mapping[str, Any]) -> bool:
    """Whether a package gives a row of a custom log source type back as it is."""
    event, category, row, uuid = (
        columns["deviceeventid"],
        columns["deviceeventcategory"],
        columns["id"],
        columns["uuid"],
    )
    try:
        said = "".join((event, category, columns["qidmapid"]))
        identity = f"{row}/" + uuid
    except TypeError:
        return False
    if not event or not category or "\n" in said or "\r" in said or _IDENTITY.fullmatch(identity) is None:
        return False
    if event.strip() != event or category.strip() != category or (event, category) in _AUTOMATIC:
        return False
    return int(row) < MAX_NUMBER
