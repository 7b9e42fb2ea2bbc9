"""The event mappings and _QIDS records of one side of a comparison: a release, or what a console has of it.

All rows are in a database on disk. Those that the engine of `diff` must see in any case are among the other rows of
the side, too: rows that lack something, records that have a name in common, and whatever these are connected with. The
rest is called quiet here: its records have names and identities of their own, and its mappings lead to quiet records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.columns import number, text, whole
from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.reference.number_blocks import BLOCK, FIRST_CUSTOM_TYPE, FIRST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.takeover.content.bulk.database import Database

_QIDS: Final = "qidmap"
_MAPPINGS: Final = "dsmevent"
_TYPES: Final = "sensordevicetype"
QUIET, HELD, WANTED, SAME, OTHERS = range(5)
"""The states of a row: on disk only; in the reading of its side, too; to be added to it; the same on both sides; of
nothing that is compared."""
_AUTOMATIC: Final = frozenset({STORED_EVENT, UNKNOWN_EVENT})
_AUTOMATIC_RECORDS: Final = 2
"""How many records QRadar makes with every custom type: they have the first numbers of its block."""
_AT_ONCE: Final = 1000
_COLUMNS: Final = ("qid", "qname", "severity", "lowlevelcategory", "qdescription")
"""What a record has beside its row and its identity."""
SAID: Final = ("name", "severity", "category", "description")
"""By what records of one identity are the same."""
_RECORD: Final = ("row", "uuid", "qid", "name", "severity", "category", "description")
_MAPPING: Final = ("row", "uuid", "type", "event", "category", "custom", "record")


class EventRows:
    """The rows of one side. It takes them while a content XML is read. Raises OSError where the disk is full."""

    def __init__(self, database: Database, side: str) -> None:
        self.side = side
        self._database = database
        self._place = 0
        self._records: list[tuple[object, ...]] = []
        self._mappings: list[tuple[object, ...]] = []
        database.open()
        for table in (f"{side}_record", f"{side}_mapping"):
            database.run(f"drop table if exists {table}")
        more = "place integer primary key, state integer, number integer"
        database.run(f"create table {side}_record ({more}, {', '.join(_RECORD)})")
        database.run(f"create table {side}_mapping ({more}, {', '.join(_MAPPING)})")

    def take(self, table: str, columns: Mapping[str, Any], number: int) -> bool:  # noqa: ARG002 - rows come in their order
        """Take a row that needs not be held. One that must be is noted all the same. Whether it was taken."""
        if table == _QIDS:
            quiet = _is_quiet_record(columns)
        elif table == _MAPPINGS:
            quiet = _is_quiet_mapping(columns)
        else:
            return False
        self._note(table, columns, QUIET if quiet else HELD)
        return quiet

    def _note(self, table: str, columns: Mapping[str, Any], state: int) -> None:
        self._place += 1
        row, uuid = text(columns, "id") or "", text(columns, "uuid") or ""
        if table == _QIDS:
            said = (text(columns, each) or "" for each in _COLUMNS)
            self._records.append((self._place, state, None, row, uuid, *said))
        else:
            names = ("devicetypeid", "deviceeventid", "deviceeventcategory")
            custom = text(columns, "customevent") != "false"
            said = (text(columns, each) or "" for each in names)
            record = text(columns, "qidmapid") or ""
            self._mappings.append((self._place, state, None, row, uuid, *said, custom, record))
        if len(self._records) + len(self._mappings) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        for table, waiting in (("record", self._records), ("mapping", self._mappings)):
            if waiting:
                self._database.insert(f"insert into {self.side}_{table} values ({', '.join('?' * 10)})", waiting)
                waiting.clear()

    def rest(self, tables: Tables) -> Iterator[tuple[str, Columns]]:
        """The rows that must be held all the same. `tables` are the rows that were not taken."""
        self._write()
        record, mapping = f"{self.side}_record", f"{self.side}_mapping"
        for column in ("row", "uuid", "qid", "name"):
            self._database.run(f"create index {record}_{column} on {record} ({column})")
        for columns in ("row", "uuid", "record", "type, event, category"):
            name = columns.partition(",")[0]
            self._database.run(f"create index {mapping}_{name} on {mapping} ({columns})")
        self._want_records(record, tables)
        self._want_mappings(mapping, tables)
        self.close_over()
        yield from self.wanted()
        for table in (record, mapping):
            self._database.run(f"update {table} set state = {HELD} where state = {WANTED}")

    def _want_records(self, record: str, tables: Tables) -> None:
        """Records that something else of the side tells apart, or leads to."""
        for column in ("name", "uuid", "row", "qid"):
            repeated = f"{column} in (select {column} from {record} group by {column} having count(*) > 1)"
            # That another record of a console has its name says nothing of a record that is as it was deployed.
            self._want(record, f"{repeated} and not ({self._as_deployed(record)})" if column == "name" else repeated)
        repeated = f"select 1 from {record} group by name having count(*) > 1"
        # Labels of records of one name can be as another name is.
        labels = "(name glob '* (*, severity *)' or name glob '* #[0-9]*')"
        self._want(record, f"{labels} and exists ({repeated})")
        expressions = (rows for table, rows in tables.items() if table.endswith("_expression"))
        for qid in {text(row, "qid") or "" for rows in expressions for row in rows}:
            self._want(record, "qid = ?", qid)

    def _as_deployed(self, record: str) -> str:
        """The condition that the release has the very same record."""
        if self.side == "ours":
            return "0"
        same = "".join(f" and o.{each} = {record}.{each}" for each in SAID)
        return f"exists (select 1 from ours_record o where o.uuid = {record}.uuid and o.state = {QUIET}{same})"

    def _want_mappings(self, mapping: str, tables: Tables) -> None:
        self._want(mapping, f"uuid in (select uuid from {mapping} group by uuid having count(*) > 1)")
        key = "type, event, category"
        self._want(mapping, f"({key}) in (select {key} from {mapping} group by {key} having count(*) > 1)")
        custom = {text(row, "id") or "" for row in tables.get(_TYPES, ()) if text(row, "uuid") is not None}
        found = [each for (each,) in self._database.run(f"select distinct type from {mapping}")]
        for each in found:
            # A type of QRadar is one of the side if it has a mapping.
            if each not in custom and (whole(each) or 0) < FIRST_CUSTOM_TYPE:
                self._want(mapping, f"place = (select min(place) from {mapping} where type = ?)", each)

    def _want(self, table: str, condition: str, *values: object) -> None:
        self._database.run(f"update {table} set state = {WANTED} where state = {QUIET} and {condition}", *values)

    def close_over(self) -> None:
        """Want what wanted and held rows are connected with: the records of mappings, and all mappings of these."""
        record, mapping = f"{self.side}_record", f"{self.side}_mapping"
        seen = f"state in ({HELD}, {WANTED})"
        self._want(record, f"row in (select record from {mapping} where {seen})")
        self._want(mapping, f"record not in (select row from {record} where state not in ({HELD}, {WANTED}))")

    def wanted(self) -> Iterator[tuple[str, Columns]]:
        """The rows that must be added to the reading, in the order of the file, records first."""
        for columns in self.rows_of("record", f"state = {WANTED}"):
            yield _QIDS, columns
        for columns in self.rows_of("mapping", f"state = {WANTED}"):
            yield _MAPPINGS, columns

    def rows_of(self, table: str, condition: str = "1") -> Iterator[Columns]:
        """Rows of a table, in the order of the file."""
        names = ", ".join(_RECORD if table == "record" else _MAPPING)
        made_of = _record_columns if table == "record" else _mapping_columns
        found = self._database.run(f"select {names} from {self.side}_{table} where {condition} order by place")
        return map(made_of, found)

    def numbers(self) -> Iterator[str]:
        """The numbers that the console has for the _QIDS records, as text and in its order."""
        found = self._database.run(
            f"select distinct cast(number as text) from {self.side}_record where number is not null order by 1"
        )
        return (number for (number,) in found)

    def are_there(self, table: str) -> Iterator[bool]:
        """For each row of a table, in the order of the file, whether the console has a number for it."""
        found = self._database.run(f"select number is not null from {self.side}_{table} order by place")
        return (bool(is_there) for (is_there,) in found)

    def count(self, table: str, condition: str = "1") -> int:
        """How many rows of a table there are."""
        (found,) = next(iter(self._database.run(f"select count(*) from {self.side}_{table} where {condition}")))
        return int(found)


def _is_quiet_record(columns: Columns) -> bool:
    qid = number(columns, "qid")
    if qid is None or not text(columns, "uuid") or not text(columns, "qname") or text(columns, "id") is None:
        return False
    return qid < FIRST_NUMBER or (qid - FIRST_NUMBER) % BLOCK >= _AUTOMATIC_RECORDS


def _is_quiet_mapping(columns: Columns) -> bool:
    event = text(columns, "deviceeventid"), text(columns, "deviceeventcategory")
    known = (text(columns, each) for each in ("uuid", "devicetypeid", "qidmapid"))
    return None not in event and event not in _AUTOMATIC and all(known)


def _record_columns(found: tuple[Any, ...]) -> Columns:
    row, uuid, qid, name, severity, category, description = found
    given = {
        "id": row,
        "uuid": uuid,
        "qid": qid,
        "qname": name,
        "severity": severity,
        "lowlevelcategory": category,
        "qdescription": description,
    }
    return {column: value for column, value in given.items() if value}


def _mapping_columns(found: tuple[Any, ...]) -> Columns:
    row, uuid, type_number, event, category, custom, record = found
    return {
        "id": row,
        **({"uuid": uuid} if uuid else {}),
        "devicetypeid": type_number,
        "deviceeventid": event,
        "deviceeventcategory": category,
        "customevent": "true" if custom else "false",
        "qidmapid": record,
    }
