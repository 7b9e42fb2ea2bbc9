"""Reads from the lists of a console what it has of a release. Sends GETs only.

Event mappings and QID records, which are very many, go to disk page by page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.bulk.found import FoundNumbers
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import NEWEST, fields, lacks
from qradar_builder.console.holdings.groups import Groups, read_groups
from qradar_builder.console.release import items as tables
from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.console.connection.calls import Call
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.items import Item
    from qradar_builder.console.release.release import Release

    Hear = Callable[[str, dict[str, Any]], None]
    """Learns a record of a console by its resource."""

Record = dict[str, Any]

_FIELDS: Final = ("id", "name", "uuid", "custom", "parent_id", "description", "log_source_extension_id")
"""What is asked for of types, extensions, groups and reference sets, as far as they have it."""
_OF_MAPPINGS: Final = (
    "id", "uuid", "log_source_type_id", "log_source_event_id", "log_source_event_category", "custom_event",
    "qid_record_id",
)  # fmt: skip
"""What is asked for of event mappings that nobody hears."""
_AT_ONCE: Final = 100
"""How many items one filter names."""
_EXPRESSIONS: Final = {tables.REGEX: "property_expressions", tables.JSON: "property_json_expressions"}


@dataclass(slots=True)
class Lists:
    """What a console has. `found` are the records of items by table and row of the release."""

    found: dict[tuple[str, str], Record] = field(default_factory=dict)
    types: list[Record] = field(default_factory=list)
    """The log source types of the release."""
    mappings: list[Record] = field(default_factory=list)
    """The mappings of these types that QRadar makes."""
    qids: list[Record] = field(default_factory=list)
    """The QID records of these mappings."""
    properties: list[Record] = field(default_factory=list)
    """The custom properties of the release, and of the expressions."""
    expressions: dict[str, list[Record]] = field(default_factory=dict)
    """All regex and JSON expressions for these types, by resource."""
    groups: Groups = field(default_factory=lambda: Groups({}, {}, {}))
    """The log source groups of the release."""
    foreign: list[tuple[Item, Record]] = field(default_factory=list)
    """Custom properties and types whose name another one of the console has."""

    def record(self, item: Item) -> Record | None:
        """What the console has of an item that is no event mapping and no QID record."""
        return self.found.get((item.table, item.row))

    def types_by_number(self) -> dict[str, str]:
        """The rows of log source types of the release, by their numbers on the console."""
        found = ((row, record) for (table, row), record in self.found.items() if table == tables.TYPE)
        return {str(record.get("id")): row for row, record in found}


def read_lists(session: Session, release: Release, hear: Hear | None = None) -> Lists:
    """What the console has of the items of a release. Raises ConsoleError, and OSError where the disk is full.

    The numbers of event mappings and QID records are noted with those of the release. `hear` learns each of them, and
    the QID records of these mappings that the release does not have.
    """
    return _Reader(session, release, hear).read()


def _event(record: Record) -> tuple[str, str]:
    return str(record.get("log_source_event_id")), str(record.get("log_source_event_category"))


def _is_automatic(record: Record) -> bool:
    return _event(record) in {STORED_EVENT, UNKNOWN_EVENT}


class _Reader:
    def __init__(self, session: Session, release: Release, hear: Hear | None) -> None:
        self._session = session
        self._items = release.items
        self._found = FoundNumbers(release.events)
        self._hear = hear
        self._lists = Lists()

    def read(self) -> Lists:
        lists = self._lists
        self._named(tables.TYPE, self._all(calls.TYPES))
        self._named(tables.EXTENSION, self._all(calls.TYPE_EXTENSIONS))
        self._groups()
        lists.types = [record for (table, _), record in lists.found.items() if table == tables.TYPE]
        numbers = lists.types_by_number()
        self._mappings(numbers)
        self._qids()
        for table, resource in _EXPRESSIONS.items():
            lists.expressions[resource] = list(self._of_types(calls.EXPRESSIONS[resource], numbers))
            self._by_identity(table, lists.expressions[resource], "identifier")
        self._properties()
        if self._has(tables.REFERENCE) and not lacks(calls.SETS, self._session.version or NEWEST):
            self._named(tables.REFERENCE, self._all(calls.SETS))
        return lists

    def _groups(self) -> None:
        if self._has(tables.GROUP):
            self._lists.groups = read_groups(self._of(tables.GROUP), self._all(calls.GROUPS))
            for row, record in self._lists.groups.placed.items():
                self._lists.found[tables.GROUP, row] = record

    def _has(self, table: str) -> bool:
        return any(True for _ in self._of(table))

    def _of(self, table: str) -> Iterable[Item]:
        return self._items.of(table)

    def _all(self, call: Call) -> list[Record]:
        query = fields(call, self._session.version, *_FIELDS)
        return list(self._session.items(call, query=query))

    def _of_types(self, call: Call, numbers: Iterable[str], *names: str) -> Iterator[Record]:
        """What belongs to these types; with names, these fields alone."""
        asked = fields(call, self._session.version, *names) if names else {}
        for number in numbers:
            yield from self._session.items(call, query={"filter": f"log_source_type_id={number}", **asked})

    def _named(self, table: str, records: list[Record]) -> None:
        """Items that are known by a number that all consoles share, else by UUID, else by name."""
        if not self._has(table):
            return
        by_uuid = {record["uuid"]: record for record in records if record.get("uuid")}
        by_name: dict[str, Record] = {}
        for record in records:
            by_name.setdefault(str(record.get("name")), record)
        by_number = {record.get("id"): record for record in records}
        for item in self._of(table):
            if item.built_in is not None:
                found = by_number.get(item.built_in)
            else:
                found = by_uuid.get(item.identity) or by_name.get(item.name)
            if found is None:
                continue
            other = found.get("uuid")
            if table == tables.TYPE and item.identity and other and other != item.identity:
                self._lists.foreign.append((item, found))
            else:
                self._lists.found[table, item.row] = found

    def _by_identity(self, table: str, records: Iterable[Record], name: str) -> None:
        known = {str(record[name]): record for record in records if record.get(name)}
        for item in self._of(table):
            if item.identity in known:
                self._lists.found[table, item.row] = known[item.identity]

    def _mappings(self, numbers: dict[str, str]) -> None:
        """A mapping is known by its UUID, else by event id and category in its type."""
        asked = () if self._hear is not None else _OF_MAPPINGS
        for record in self._of_types(calls.MAPPINGS, numbers, *asked):
            if _is_automatic(record):
                self._lists.mappings.append(record)
            self._found.mapping(record, numbers.get(str(record.get("log_source_type_id")), ""))
            if self._hear is not None:
                self._hear("dsm_event_mappings", record)
        self._found.end_of_mappings()

    def _qids(self) -> None:
        """A console has a hundred thousand records: they are asked for by UUID, those of mappings by number."""
        if fields(calls.QIDS, self._session.version, "uuid").get("fields"):
            identities = (f'"{uuid}"' for uuid in self._found.identities())
            for record in self._filtered(calls.QIDS, "uuid", identities):
                self._found.record(record)
                if self._hear is not None:
                    self._hear("qid_records", record)
        self._found.end_of_records()
        used = {n for row in self._lists.mappings if isinstance(n := row.get("qid_record_id"), int)}
        self._lists.qids = list(self._filtered(calls.QIDS, "id", map(str, sorted(used))))
        if self._hear is None:
            return
        for record in self._filtered(calls.QIDS, "id", map(str, self._found.other_records())):
            self._hear("qid_records", record)

    def _filtered(self, call: Call, name: str, values: Iterable[str]) -> Iterator[Record]:
        waiting = iter(values)
        while part := list(islice(waiting, _AT_ONCE)):
            yield from self._session.items(call, query={"filter": f"{name} in ({', '.join(part)})"})

    def _properties(self) -> None:
        """A property is known by its identifier. The same name with another identifier is someone else's."""
        lists = self._lists
        used = {record.get("regex_property_identifier") for records in lists.expressions.values() for record in records}
        wanted = list(self._of(tables.PROPERTY))
        if not wanted and not used:
            return
        records = list(self._session.items(calls.PROPERTIES))
        self._by_identity(tables.PROPERTY, records, "identifier")
        by_name = {str(record.get("name")).casefold(): record for record in records}
        for item in wanted:
            other = by_name.get(item.name.casefold())
            if lists.record(item) is None and other is not None:
                lists.foreign.append((item, other))
        ours = {item.identity for item in wanted}
        lists.properties = [record for record in records if record.get("identifier") in used | ours]
