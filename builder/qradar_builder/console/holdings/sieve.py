"""Leaves out of an export the events that are as a release has them, so that very many of them take no memory.

A QID record is the same by identity, name, severity, category and description; an event mapping by identity, event and
the identity of its QID record. What is left is compared by the engine for all.
"""

from __future__ import annotations

from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING, Any

from qradar_builder.comparison.columns import text
from qradar_builder.comparison.model import Kind, with_parts
from qradar_builder.console.release.items import JSON, MAPPING, QID, REGEX, TYPE, Item, qid_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.comparison.model import Part, Reading
    from qradar_builder.console.holdings.lists import Lists


class Sieve:
    """Takes rows of one export while it is read. `rest` gives back those that must be compared all the same."""

    def __init__(self, items: Iterable[Item], lists: Lists) -> None:
        self._records: dict[str, Item] = {}
        self._mappings: dict[str, Item] = {}
        self._types: dict[str, str] = {}
        """The rows of custom types of the release, by their numbers on the console."""
        self._by_expressions: set[str | None] = set()
        """The records to which expressions of the release lead."""
        uuids: dict[str, str] = {}
        names: dict[str, int] = {}
        numbers: dict[str, str] = {}
        led: set[str] = set()
        for item in items:
            if item.table == TYPE and item.built_in is None and (record := lists.record(item)) is not None:
                self._types[str(record.get("id"))] = item.row
            elif item.table in {REGEX, JSON} and item.leads_to:
                led.add(item.leads_to)
            elif item.table == QID:
                numbers[item.number] = item.identity
                uuids[item.row] = item.identity
                names[item.name] = names.get(item.name, 0) + 1
                if item.identity:
                    self._records[item.identity] = item
            elif item.table == MAPPING and item.identity:
                self._mappings[item.identity] = item
        # Records of one name have labels that depend on each other.
        self._records = {uuid: item for uuid, item in self._records.items() if names[item.name] == 1}
        self._uuids = uuids
        self._by_expressions |= {numbers.get(each) for each in led}
        self._taken_records: dict[str, tuple[str, str]] = {}
        """The identities and numbers of the records that were taken, by their rows in the export."""
        self._taken_mappings: dict[str, tuple[str, str]] = {}
        """The rows of record and type in the export to which mappings that were taken lead, by identity."""

    def takes(self, table: str, columns: Mapping[str, Any]) -> bool:
        """Whether a row is as the release has it, as far as it alone tells."""
        if table == QID:
            item = self._records.get(text(columns, "uuid") or "")
            return item is not None and item.name == text(columns, "qname") and item.values == qid_values(columns)
        if table != MAPPING:
            return False
        item = self._mappings.get(text(columns, "uuid") or "")
        event = text(columns, "deviceeventid") or "", text(columns, "deviceeventcategory") or ""
        return (
            item is not None
            and item.event == event
            and item.is_custom == (text(columns, "customevent") != "false")
            and self._types.get(text(columns, "devicetypeid") or "") == item.of_type
        )

    def put(self, table: str, columns: Mapping[str, Any], number: int) -> None:  # noqa: ARG002 - a row has a place, too
        """Take a row."""
        row, uuid = text(columns, "id") or "", text(columns, "uuid") or ""
        # Texts that the release has are in memory once.
        if table == QID:
            self._taken_records[row] = self._records[uuid].identity, text(columns, "qid") or ""
        else:
            of_type = intern(text(columns, "devicetypeid") or "")
            self._taken_mappings[self._mappings[uuid].identity] = text(columns, "qidmapid") or "", of_type

    def rest(self, tables: Tables) -> Iterator[tuple[str, Columns]]:
        """The rows that are needed all the same. `tables` are the rows of the export that were not taken."""
        needed = {text(row, "qidmapid") or "" for row in tables.get(MAPPING, ())}
        expressions = (rows for table, rows in tables.items() if table.endswith("_expression"))
        numbers = {text(row, "qid") or "" for rows in expressions for row in rows}
        for uuid, (record, number) in list(self._taken_mappings.items()):
            item = self._mappings[uuid]
            if self._taken_records.get(record, ("", ""))[0] != self._uuids.get(item.leads_to):
                del self._taken_mappings[uuid]
                needed.add(record)
                yield MAPPING, _mapping(item, record, number)
        # A mapping of the release that is compared needs its record on both sides.
        left = (each for uuid, each in self._mappings.items() if uuid not in self._taken_mappings)
        wanted = self._by_expressions | {self._uuids.get(each.leads_to) for each in left}
        for row, (uuid, number) in list(self._taken_records.items()):
            if row in needed or uuid in wanted or number in numbers:
                del self._taken_records[row]
                yield QID, _record(self._records[uuid], row, number)

    def narrowed(self, reading: Reading) -> Reading:
        """The side of the release without what is the same."""
        same = {uuid for uuid, _ in self._taken_records.values()}
        root = reading.root
        types = {label: self._narrowed_type(one) for label, one in root.named(Kind.TYPE).items()}
        records = {label: one for label, one in root.named(Kind.QID).items() if one.get("uuid") not in same}
        return replace(reading, root=with_parts(with_parts(root, Kind.TYPE, types), Kind.QID, records))

    def _narrowed_type(self, one: Part) -> Part:
        mappings = one.named(Kind.MAPPING)
        left = {label: each for label, each in mappings.items() if each.get("uuid") not in self._taken_mappings}
        return one if len(left) == len(mappings) else with_parts(one, Kind.MAPPING, left)


def _mapping(item: Item, record: str, type_number: str) -> Columns:
    return {
        "uuid": item.identity,
        "devicetypeid": type_number,
        "deviceeventid": item.event[0],
        "deviceeventcategory": item.event[1],
        "customevent": "true" if item.is_custom else "false",
        "qidmapid": record,
    }


def _record(item: Item, row: str, number: str) -> Columns:
    severity, category, description = item.values
    return {
        "id": row,
        "qid": number,
        "uuid": item.identity,
        "qname": item.name,
        "severity": severity,
        "lowlevelcategory": category,
        "qdescription": description,
    }
