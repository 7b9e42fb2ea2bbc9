"""The items of a release that a console identifies, each with what it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import number, text
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from qradar_builder.comparison.columns import Columns
    from qradar_builder.console.release.release import Release

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


def items_of(release: Release) -> tuple[Item, ...]:
    """The items of a release, in the order of an installation."""
    return tuple(item for table in WORDS for row in release.rows(table) if (item := _item(table, row)) is not None)


def _item(table: str, row: Columns) -> Item | None:
    key, uuid = text(row, "id") or "", text(row, "uuid") or ""
    match table:
        case "sensordevicetype":
            return _type(row, key, uuid)
        case "device_ext":
            return Item(table, key, text(row, "name") or "", uuid)
        case "qidmap":
            return Item(table, key, text(row, "qname") or "", uuid)
        case "dsmevent":
            event = text(row, "deviceeventid") or "", text(row, "deviceeventcategory") or ""
            is_custom = text(row, "customevent") != "false"
            return Item(table, key, " / ".join(event), uuid, text(row, "devicetypeid") or "", event, is_custom)
        case "ariel_regex_property":
            return Item(table, key, text(row, "propertyname") or "", key)
        case "ariel_property_expression" | "ariel_property_json_expression":
            name = text(row, "regex") or text(row, "expression") or ""
            return Item(table, key, name, key, text(row, "devicetypeid") or "")
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
