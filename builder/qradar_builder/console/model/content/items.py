"""The items of an extension: its rows with the identities by which a console knows them again.

Source: reference on extension packages, section 4.2; choice: semantics.IDENTITIES.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables

CONTENT_TYPES: Final[Mapping[str, int | None]] = {
    "customviewparams": 1,
    "custom_rule": 3,
    "dashboard": 4,
    "ariel_regex_property": 8,
    "ariel_property_expression": 9,
    "report": 10,
    "fgroup": 12,
    "device_ext": 16,
    "sensordevice": 17,
    "sensordevicetype": 24,
    "qidmap": 27,
    "reference_data": 28,
    "custom_function": 77,
    "custom_action": 78,
    "installed_application": 100,
}
"""The numbers of content types that are known, by their tables."""
EXPRESSIONS: Final[Mapping[str, str]] = {
    "ariel_property_expression": "property_expressions",
    "ariel_property_json_expression": "property_json_expressions",
    "ariel_property_leef_expression": "property_leef_expressions",
    "ariel_property_cef_expression": "property_cef_expressions",
    "ariel_property_xml_expression": "property_xml_expressions",
    "ariel_property_nvp_expression": "property_nvp_expressions",
    "ariel_property_genericlist_expression": "property_genericlist_expressions",
    "ariel_property_aql_expression": "property_aql_expressions",
}
"""The REST resources of expressions by their tables. The tables of other kinds than regex and JSON are a guess."""
NO_ITEMS: Final = frozenset(
    {"sensorprotocol", "sensordeviceprotocols", "sensordevicecategory", "content_version", "fgroup_type", "dsm_version"}
)
"""Tables that are looked up or passed over when an extension is installed, and whose rows are no items."""
ORDER: Final = ("device_ext", "sensordevicetype", "qidmap", "dsmevent", "ariel_regex_property", *EXPRESSIONS)
"""The tables that the model has records for, in the order in which their rows can be installed."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is installed. `name` is what results call it."""

    table: str
    name: str
    columns: Mapping[str, Any]

    def text(self, column: str) -> str:
        """The text of a column; empty where it is NULL or has parts."""
        value = self.columns.get(column)
        return value if isinstance(value, str) else ""

    def number(self, column: str, default: int = 0) -> int:
        """The number of a column."""
        text = self.text(column)
        return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() else default

    @property
    def is_custom_type(self) -> bool:
        """Whether it is a log source type that people made."""
        return self.number("id") >= FIRST_CUSTOM_TYPE

    @property
    def content_type(self) -> int | None:
        """The number of its content type, where it is known."""
        return CONTENT_TYPES.get(self.table)


_NAMES: Final = {
    "sensordevicetype": ("devicetypename",),
    "device_ext": ("name", "uuid"),
    "qidmap": ("qname",),
    "dsmevent": ("uuid", "id"),
    "ariel_regex_property": ("propertyname",),
    "custom_rule": ("uuid", "id"),
    "reference_data": ("name",),
    "customviewparams": ("itemname", "id"),
    "custom_function": ("name",),
    "fgroup": ("name",),
}


def items(tables: ContentTables) -> Iterator[Item]:
    """The items of a content XML: those that the model has records for in order, then the others."""
    for table in ORDER:
        yield from (_item(table, row) for row in tables.rows(table))
    for table, rows in tables.tables.items():
        if table not in ORDER and table not in NO_ITEMS:
            yield from (_item(table, row) for row in rows)


def _item(table: str, row: ContentRow) -> Item:
    names = _NAMES.get(table, ("id", "uuid", "name"))
    name = next((text for column in names if (text := row.text(column))), "")
    return Item(table, name, row.columns)
