"""The items of a release that a console identifies, each with what it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import number, text
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from qradar_builder.comparison.columns import Columns, Tables

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
    values: tuple[str, ...] = ()
    """For a QID record: severity, category and description."""
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


def items_of(tables: Tables) -> tuple[Item, ...]:
    """The items of a ZIP by its rows, in the order of an installation."""
    return tuple(item for table in WORDS for row in tables.get(table, ()) if (item := _item(table, row)) is not None)


def qid_values(row: Columns) -> tuple[str, ...]:
    """What of a QID record is compared beside its name."""
    return tuple(intern(text(row, column) or "") for column in ("severity", "lowlevelcategory", "qdescription"))


def without_many(tables: Tables) -> Tables:
    """The rows without those that are very many, and of which nothing is needed beside the items and the parts."""
    return {table: rows for table, rows in tables.items() if table not in {QID, MAPPING}}


def _item(table: str, row: Columns) -> Item | None:
    key, uuid = text(row, "id") or "", text(row, "uuid") or ""
    match table:
        case "sensordevicetype":
            return _type(row, key, uuid)
        case "device_ext":
            return Item(table, key, text(row, "name") or "", uuid)
        case "qidmap":
            return Item(
                table, key, text(row, "qname") or "", uuid, number=text(row, "qid") or "", values=qid_values(row)
            )
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
