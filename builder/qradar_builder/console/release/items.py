"""The items of a release that a console identifies, each with what it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import number, text
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.console.bulk.rows import EventRows

TYPE: Final = "sensordevicetype"
EXTENSION: Final = "device_ext"
QID: Final = "qidmap"
MAPPING: Final = "dsmevent"
PROPERTY: Final = "ariel_regex_property"
REGEX: Final = "ariel_property_expression"
JSON: Final = "ariel_property_json_expression"
GROUP: Final = "fgroup"
REFERENCE: Final = "reference_data"

WORDS: Final = {
    TYPE: "log source type",
    EXTENSION: "log source extension",
    QID: "QID record",
    MAPPING: "event mapping",
    PROPERTY: "custom property",
    REGEX: "regex expression",
    JSON: "JSON expression",
    GROUP: "log source group",
    REFERENCE: "reference data collection",
}
"""The tables whose rows are items, with what people call them, in the order of an installation."""
MANY: Final = {QID: "record", MAPPING: "mapping"}
"""The tables of which a release can have very many rows, with the names that a database has for them."""
_ROOT_GROUP: Final = "1"
_OF_LOG_SOURCES: Final = "1"
"""The kind of a group."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a ZIP as an item. `identity` is its UUID or identifier, empty where it has none."""

    table: str
    row: str
    """The `id` of the row in the ZIP."""
    name: str
    identity: str = ""
    of_type: str = ""
    """For a mapping or expression: the `id` of the row of its log source type."""
    event: tuple[str, str] = ("", "")
    """For a mapping: its event id and event category."""
    is_custom: bool = True
    """For a mapping: whether people made it, and not QRadar with the type."""
    leads_to: str = ""
    """For a mapping: the `id` of the row of its QID record; for an expression, the number of its QID record."""
    number: str = ""
    """For a QID record: its number in the ZIP."""
    internal_name: str = ""
    """For a log source type: what QRadar calls it."""
    parent: str = ""
    """For a log source group: the `id` of the row of the one above it; empty below the root."""
    built_in: int | None = None
    """For a log source type of QRadar: its number, the same on each console."""

    @property
    def words(self) -> str:
        """What people call it."""
        return f"{WORDS[self.table]} {self.name}"


class Items:
    """What a release has, in the order of an installation. Event mappings and QID records are on disk."""

    def __init__(self, tables: Tables, rows: EventRows) -> None:
        self._few = {table: tuple(_items(table, tables.get(table, ()))) for table in WORDS if table not in MANY}
        self._rows = rows

    def __len__(self) -> int:
        return len(self.few) + sum(self._rows.count(name) for name in MANY.values())

    def __iter__(self) -> Iterator[Item]:
        return chain.from_iterable(map(self.of, WORDS))

    def of(self, table: str) -> Iterable[Item]:
        """The items of a table."""
        return self._few[table] if table in self._few else _items(table, self._rows.rows_of(MANY[table]))

    def are_there(self, table: str) -> Iterable[bool | None]:
        """For each item of a table, whether the console has it; None where its lists tell that."""
        if table in self._few:
            return repeat(None, len(self._few[table]))
        return self._rows.are_there(MANY[table])

    @property
    def few(self) -> tuple[Item, ...]:
        """All but event mappings and QID records."""
        return tuple(chain.from_iterable(self._few.values()))


def _items(table: str, rows: Iterable[Columns]) -> Iterator[Item]:
    return (item for row in rows if (item := _item(table, row)) is not None)


def _item(table: str, row: Columns) -> Item | None:
    key, uuid = text(row, "id") or "", text(row, "uuid") or ""
    match table:
        case "sensordevicetype":
            return _type(row, key, uuid)
        case "device_ext":
            return Item(table, key, text(row, "name") or "", uuid)
        case "qidmap":
            return Item(table, key, text(row, "qname") or "", uuid, number=text(row, "qid") or "")
        case "dsmevent":
            event = text(row, "deviceeventid") or "", text(row, "deviceeventcategory") or ""
            is_custom = text(row, "customevent") != "false"
            of_type, record = text(row, "devicetypeid") or "", text(row, "qidmapid") or ""
            return Item(table, key, " / ".join(event), uuid, of_type, event, is_custom, leads_to=record)
        case "ariel_regex_property":
            return Item(table, key, text(row, "propertyname") or "", key)
        case "ariel_property_expression" | "ariel_property_json_expression":
            name = text(row, "regex") or text(row, "expression") or ""
            return Item(table, key, name, key, text(row, "devicetypeid") or "", leads_to=text(row, "qid") or "")
        case "fgroup":
            return _group(row, key)
        case _:
            return Item(table, key, text(row, "name") or "")


def _group(row: Columns, key: str) -> Item | None:
    """A log source group; None for the root, and for groups of reports and searches."""
    parent = text(row, "parent_id")
    if key == _ROOT_GROUP or parent is None or text(row, "type_id") != _OF_LOG_SOURCES:
        return None
    return Item(GROUP, key, text(row, "name") or "", parent="" if parent == _ROOT_GROUP else parent)


def _type(row: Columns, key: str, uuid: str) -> Item:
    name = text(row, "devicetypedescription") or text(row, "devicetypename") or ""
    value = number(row, "id")
    is_built_in = not uuid and value is not None and value < FIRST_CUSTOM_TYPE
    internal = text(row, "devicetypename") or ""
    return Item(TYPE, key, name, uuid, internal_name=internal, built_in=value if is_built_in else None)
