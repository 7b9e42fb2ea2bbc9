"""What the tables of a content XML hold and refer to, as QRadar exports of 7.2.8 to 7.5.0 show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.reference.custom_properties import custom_properties
from qradar_builder.reference.name_index import is_number
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, type_of_qid
from qradar_builder.reference.protocols import protocols

if TYPE_CHECKING:
    from collections.abc import Callable

EXPRESSION_TABLES = ("ariel_property_expression", "ariel_property_json_expression")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the columns that no row is without, and those that hold numbers, truth values or what is unique."""

    required: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    unique: tuple[str, ...] = ("id", "uuid")


_EXPRESSION_NUMBERS = ("sequenceid", "devicetypeid", "deviceid", "qid", "category", "rank", "creationdate", "editdate")

TABLES = {
    "sensordevicetype": Table(
        required=("id", "devicetypename", "devicetypedescription", "devicecategoryid", "devicetypeoverride"),
        numbers=("id", "devicecategoryid", "devicetypeoverride", "extension_id", "devicetypecredibility", "mask"),
        flags=("uniqueperhost",),
        unique=("id", "uuid", "devicetypename"),
    ),
    "sensordevicecategory": Table(required=("id", "categoryname"), numbers=("id",)),
    "device_ext": Table(
        required=("id", "name", "xml"),
        numbers=("id", "use_condition"),
        flags=("enabled",),
        unique=("id", "uuid", "name"),
    ),
    "qidmap": Table(
        required=("id", "qid", "qname", "severity", "lowlevelcategory"),
        numbers=(
            "id",
            "qid",
            "severity",
            "lowlevelcategory",
            "rateshortwindow",
            "ratelongwindow",
            "rateinterval",
            "ratethreshold",
        ),
        flags=("reverseip",),
        unique=("id", "uuid", "qid"),
    ),
    "dsmevent": Table(
        required=("id", "devicetypeid", "deviceeventid", "deviceeventcategory", "qidmapid"),
        numbers=("id", "devicetypeid", "qidmapid", "credibility", "unravelevent"),
        flags=("customevent",),
    ),
    "ariel_regex_property": Table(
        required=("id", "propertyname", "propertytype", "database"),
        numbers=("sequenceid", "creationdate", "editdate", "tenant_id"),
        flags=("forceparse", "autodiscovered", "deprecated"),
        unique=("id",),
    ),
    "ariel_property_expression": Table(
        required=("id", "ap_id", "devicetypeid", "regex", "capturegroup"),
        numbers=(*_EXPRESSION_NUMBERS, "capturegroup"),
        flags=("enabled",),
        unique=("id",),
    ),
    "ariel_property_json_expression": Table(
        required=("id", "ap_id", "devicetypeid", "expression"),
        numbers=_EXPRESSION_NUMBERS,
        flags=("enabled",),
        unique=("id",),
    ),
    "sensorprotocol": Table(required=("id", "protocolname"), numbers=("id",)),
    "sensordeviceprotocols": Table(
        required=("id", "sensordevicetypeid", "sensorprotocolid"),
        numbers=("id", "sensordevicetypeid", "sensorprotocolid"),
        flags=("documented",),
    ),
    "fgroup_type": Table(required=("id", "name"), numbers=("id",)),
    "fgroup": Table(required=("id", "type_id", "name"), numbers=("id", "type_id", "parent_id", "level_id")),
    "fgroup_link": Table(required=("id", "fgroup_id", "item_id"), numbers=("id", "fgroup_id")),
    "reference_data": Table(
        required=("id", "name", "collection_type", "element_type"),
        numbers=("id", "collection_type", "element_type", "timeout_type"),
        flags=("is_table",),
        unique=("id", "uuid", "name"),
    ),
}
"""The tables whose rows are checked. Others are left as they are."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values stand in a column of another table.

    `constants` refer to nothing. `on_every_console` says of a value whether what it refers to need not be carried.
    """

    table: str
    column: str
    target: str
    target_column: str = "id"
    constants: frozenset[str] = frozenset()
    on_every_console: Callable[[str], bool] = lambda _: False


def _is_built_in_type(value: str) -> bool:
    return is_number(value) and int(value) < FIRST_CUSTOM_TYPE


def _is_device_category(value: str) -> bool:
    return value in {"1", "2", "3", "4", "5", "6"}


def _is_shipped_qid(value: str) -> bool:
    # The block of type 0 is for records that users made.
    return is_number(value) and 0 < type_of_qid(int(value)) < FIRST_CUSTOM_TYPE


def _is_shipped_property(value: str) -> bool:
    return any(known.id == value for known in custom_properties())


def _is_shipped_protocol(value: str) -> bool:
    return any(str(known.id) == value for known in protocols())


def _is_shipped_group(value: str) -> bool:
    return is_number(value) and int(value) <= 100_000


def _is_group_type(value: str) -> bool:
    return is_number(value) and 1 <= int(value) <= 13


_ANY = frozenset({"-1"})

REFERENCES = (
    Reference("sensordevicetype", "extension_id", "device_ext"),
    Reference("sensordevicetype", "devicecategoryid", "sensordevicecategory", on_every_console=_is_device_category),
    Reference(
        "sensordevicetype",
        "devicetypeoverride",
        "sensordevicetype",
        constants=frozenset({"0", "4000"}),
        on_every_console=_is_built_in_type,
    ),
    Reference("dsmevent", "devicetypeid", "sensordevicetype", on_every_console=_is_built_in_type),
    Reference("dsmevent", "qidmapid", "qidmap"),
    *(
        reference
        for table in EXPRESSION_TABLES
        for reference in (
            Reference(table, "ap_id", "ariel_regex_property", on_every_console=_is_shipped_property),
            Reference(table, "devicetypeid", "sensordevicetype", constants=_ANY, on_every_console=_is_built_in_type),
            Reference(table, "qid", "qidmap", "qid", constants=_ANY, on_every_console=_is_shipped_qid),
        )
    ),
    Reference("sensordeviceprotocols", "sensordevicetypeid", "sensordevicetype", on_every_console=_is_built_in_type),
    Reference("sensordeviceprotocols", "sensorprotocolid", "sensorprotocol", on_every_console=_is_shipped_protocol),
    Reference("fgroup", "parent_id", "fgroup", on_every_console=_is_shipped_group),
    Reference("fgroup", "type_id", "fgroup_type", on_every_console=_is_group_type),
    Reference("fgroup_link", "fgroup_id", "fgroup", on_every_console=_is_shipped_group),
)
