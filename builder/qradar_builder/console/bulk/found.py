"""The numbers that a console has for the event mappings and QID records of a release, found page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.bulk.events import Events

_AT_ONCE: Final = 1000


class FoundNumbers:
    """Takes what the lists of a console give. What an earlier look found is forgotten. Raises OSError."""

    def __init__(self, events: Events) -> None:
        self._database = events.database
        self._events = events
        self._mappings: list[tuple[Any, ...]] = []
        self._records: list[tuple[Any, ...]] = []
        for table in ("record", "mapping"):
            self._database.run(f"update ours_{table} set number = null")
            self._database.run(f"drop table if exists listed_{table}")
        columns = "id integer, uuid, type, event, category, custom, record integer"
        self._database.run(f"create table listed_mapping ({columns})")
        self._database.run("create table listed_record (id integer primary key)")

    def mapping(self, record: dict[str, Any], of_type: str) -> None:
        """Take an event mapping. `of_type` is the row of its log source type in the release."""
        event = str(record.get("log_source_event_id")), str(record.get("log_source_event_category"))
        custom = bool(record.get("custom_event", True))
        number, used = record.get("id"), record.get("qid_record_id")
        uuid = str(record.get("uuid") or "")
        self._mappings.append((number, uuid, of_type, *event, custom, used if isinstance(used, int) else None))
        if len(self._mappings) >= _AT_ONCE:
            self._write()

    def end_of_mappings(self) -> None:
        """All mappings were given: find those of the release, by identity, or by event in their type."""
        self._write()
        run = self._database.run
        run("create index listed_uuid on listed_mapping (uuid)")
        run("create index listed_event on listed_mapping (type, event, category, custom)")
        same = "l.type = o.type and l.event = o.event and l.category = o.category and l.custom = o.custom"
        for condition in ("l.uuid = o.uuid and o.uuid <> ''", same):
            run(
                f"update ours_mapping as o set number = (select l.id from listed_mapping l where {condition} limit 1)"
                " where number is null"
            )

    def record(self, record: dict[str, Any]) -> None:
        """Take a QID record of the release."""
        self._records.append((record.get("id"), str(record.get("uuid"))))
        if len(self._records) >= _AT_ONCE:
            self._write()

    def end_of_records(self) -> None:
        """All QID records of the release were given."""
        self._write()

    def identities(self) -> Iterator[str]:
        """The identities of the QID records of the release, in order."""
        return self._events.identities()

    def other_records(self) -> Iterator[int]:
        """The numbers of the records that mappings of the console lead to and that were not taken, in order."""
        last = -1
        wanted = (
            "select distinct record from listed_mapping where record > ?"
            " and record not in (select id from listed_record) order by record limit 500"
        )
        while found := list(self._database.run(wanted, last)):
            yield from (number for (number,) in found)
            (last,) = found[-1]

    def _write(self) -> None:
        if self._mappings:
            self._database.insert("insert into listed_mapping values (?, ?, ?, ?, ?, ?, ?)", self._mappings)
            self._mappings = []
        if self._records:
            self._database.insert("insert or ignore into listed_record values (?)", ((i,) for i, _ in self._records))
            self._database.insert("update ours_record set number = ? where uuid = ?", self._records)
            self._records = []
