"""The rows of a content XML that records of the console become: what an export writes, and the parser reads."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.content.items import EXPRESSIONS
from qradar_builder.console.model.content.records import OWN
from qradar_builder.package.extension.rows.row import ANY, PROPERTY_BASE, Row, flag
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY, device_categories, log_source_type
from qradar_builder.reference.pipes import qid_pipe
from qradar_builder.reference.protocols import protocol
from qradar_builder.text.nearest import UnknownName
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.console.model.state.state import State

    Columns = Mapping[str, str | Mapping[str, str]]

_CUSTOM_CATEGORY: Final = 5
_CUSTOM_DSM: Final = "4000"
_GROUP_TYPE: Final = {
    "id": "1",
    "name": "sensor device",
    "description": "sensor device",
    "class_name": "com.q1labs.core.shared.group.SensorDeviceGroupFactory",
}
_TABLES: Final = {resource: table for table, resource in EXPRESSIONS.items()}


def _row(table: str, made: Mapping[str, str | None], *others: Columns) -> Row:
    """A row: what is made of the record, then columns that were kept, then defaults. NULL is left out."""
    columns: dict[str, Any] = {name: value for name, value in made.items() if value is not None}
    for other in others:
        columns |= {name: value for name, value in other.items() if name not in made and name not in columns}
    return Row(table, columns)


def type_rows(record: Mapping[str, Any]) -> Iterator[Row]:
    """A log source type with its category and its protocols."""
    category, columns = _type_defaults(record)
    extension = record["log_source_extension_id"]
    made = {
        "id": str(record["id"]),
        "uuid": record["uuid"],
        "devicetypename": record["_internal_name"],
        "devicetypedescription": record["name"],
        "extension_id": None if extension is None else str(extension),
    }
    row = _row("sensordevicetype", made, record["_columns"], columns)
    yield row
    category = int(str(row.columns.get("devicecategoryid", category)))
    for each in device_categories():
        if each.id == category:
            values = {"id": str(each.id), "categoryname": each.name, "categorydescription": each.description}
            yield Row("sensordevicecategory", values)
    for link in record["protocol_types"]:
        number = link["protocol_id"]
        yield Row(
            "sensordeviceprotocols",
            {
                "id": str(record["id"] * 1000 + number),
                "sensordevicetypeid": str(record["id"]),
                "sensorprotocolid": str(number),
                "documented": flag(bool(link.get("documented"))),
            },
        )
        yield Row("sensorprotocol", dict(protocol(number).columns))


def _type_defaults(record: Mapping[str, Any]) -> tuple[int, Columns]:
    columns = {
        "uniqueperhost": "false",
        "devicetypecredibility": str(DEFAULT_CREDIBILITY),
        "dsmparameter": "",
        "devicecategoryid": str(_CUSTOM_CATEGORY),
        "defaultlanguageid": "1",
        "devicetypeoverride": _CUSTOM_DSM if record["custom"] else "0",
        "mask": "0",
    }
    if not record["custom"]:
        try:
            built_in = log_source_type(record["id"])
        except UnknownName:
            return _CUSTOM_CATEGORY, columns
        columns |= {
            "devicetypecredibility": str(built_in.credibility or DEFAULT_CREDIBILITY),
            "devicecategoryid": str(built_in.category_id or _CUSTOM_CATEGORY),
            "dsmparameter": built_in.dsm_parameter,
            "mask": str(built_in.mask),
        }
    return int(columns["devicecategoryid"]), columns


def lsx_row(record: Mapping[str, Any]) -> Row:
    """A log source extension."""
    made = {
        "id": str(record["id"]),
        "uuid": record["uuid"],
        "name": record["name"],
        "description": record["description"],
        "xml": record["_document"],
    }
    return _row("device_ext", made, record["_columns"], {"enabled": "true", "use_condition": "0"})


def qid_row(record: Mapping[str, Any]) -> Row:
    """A QID record."""
    pipe = qid_pipe(record["low_level_category_id"])
    made = {
        "id": str(record["id"]),
        "qid": str(record["qid"]),
        "uuid": record["uuid"],
        "qname": record["name"],
        "qdescription": record["description"],
        "severity": str(record["severity"]),
        "lowlevelcategory": str(record["low_level_category_id"]),
    }
    defaults = {
        "reverseip": "false",
        "ratethreshold": str(pipe.ratethreshold),
        "rateinterval": str(pipe.rateinterval),
        "catpipename": pipe.catpipename,
        "ratelongwindow": str(pipe.ratelongwindow),
        "rateshortwindow": str(pipe.rateshortwindow),
    }
    return _row("qidmap", made, record["_columns"], defaults)


def mapping_row(record: Mapping[str, Any]) -> Row:
    """An event mapping."""
    custom = record["custom_event"]
    made = {
        "id": str(record["id"]),
        "uuid": record["uuid"],
        "devicetypeid": str(record["log_source_type_id"]),
        "deviceeventid": record["log_source_event_id"],
        "deviceeventcategory": record["log_source_event_category"],
        "qidmapid": str(record["qid_record_id"]),
        "customevent": flag(custom),
    }
    defaults = {"credibility": "0" if custom else str(DEFAULT_CREDIBILITY), "unravelevent": "0"}
    return _row("dsmevent", made, record["_columns"], defaults if custom else {**defaults, "routepoint": "EP"})


def property_row(record: Mapping[str, Any]) -> Row:
    """A custom property."""
    made = {
        "id": record["identifier"],
        "sequenceid": str(record["id"]),
        "propertyname": record["name"],
        "propertytype": record["property_type"],
        "description": record["description"],
        "forceparse": flag(record["use_for_rule_engine"]),
        "datepattern": record["datetime_format"],
        "languagetag": record["locale"],
        "username": record["username"],
        "creationdate": str(record["creation_date"]),
        "editdate": str(record["modification_date"]),
    }
    defaults = {"tenant_id": "0", "autodiscovered": "false", "database": "events", "deprecated": "false"}
    return _row("ariel_regex_property", made, record["_columns"], defaults)


def expression_row(resource: str, record: Mapping[str, Any]) -> Row | None:
    """An expression. None where its kind has no table."""
    table = _TABLES.get(resource)
    if table is None:
        return None
    payload = record.get("payload")
    made = {
        "id": record["identifier"],
        "sequenceid": str(record["id"]),
        "ap_id": record["regex_property_identifier"],
        "devicetypeid": str(record["log_source_type_id"]),
        "deviceid": str(record.get("log_source_id", ANY)),
        "qid": str(record.get("qid", ANY)),
        "category": str(record.get("low_level_category_id", ANY)),
        "enabled": flag(record["enabled"]),
        "username": record["username"],
        "creationdate": str(record["creation_date"]),
        "editdate": str(record["modification_date"]),
        "payload": base64.b64encode(payload.encode()).decode("ascii") if payload else None,
        **{column: record.get(name) for column, name in OWN.items()},
    }
    if table == "ariel_property_expression":
        made["capturegroup"] = str(record.get("capture_group", 1))
    return _row(table, made, record["_columns"], {"propertybase": PROPERTY_BASE, "rank": "1"})


def group_rows(record: Mapping[str, Any]) -> Iterator[Row]:
    """A log source group with its kind."""
    number, parent = str(record["id"]), record["parent_id"]
    made = {
        "id": number,
        "type_id": _GROUP_TYPE["id"],
        "parent_id": None if parent is None else str(parent),
        "level_id": "1",
        "name": "sensor device" if parent is None else record["name"],
        "description": record["description"],
        "user_name": record["owner"],
        "modified_date": iso_utc(record["modification_date"], zone="+00:00"),
    }
    yield _row("fgroup", made)
    yield Row("fgroup_type", _GROUP_TYPE)


class Chosen:
    """Rows that are chosen for a document: each once, with what they refer to."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._rows: dict[tuple[str, str], Row] = {}

    def rows(self) -> Iterator[Row]:
        """The rows, by table."""
        yield from sorted(self._rows.values(), key=lambda row: row.table)

    def _add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._rows.setdefault((row.table, str(row.columns.get("id"))), row)

    def type(self, record: Mapping[str, Any]) -> None:
        """A log source type with its extension."""
        self._add(type_rows(record))
        extension = self._state["lsx"].get(record["log_source_extension_id"])
        if extension is not None:
            self.lsx(extension)

    def lsx(self, record: Mapping[str, Any]) -> None:
        """A log source extension."""
        self._add([lsx_row(record)])

    def qid(self, record: Mapping[str, Any]) -> None:
        """A QID record."""
        self._add([qid_row(record)])

    def mapping(self, record: Mapping[str, Any]) -> None:
        """An event mapping with its QID record and its type."""
        self._add([mapping_row(record)])
        target = self._state["qids"].get(record["qid_record_id"])
        if target is not None:
            self.qid(target)
        self._type_of(record)

    def property(self, record: Mapping[str, Any]) -> None:
        """A custom property."""
        self._add([property_row(record)])

    def expression(self, resource: str, record: Mapping[str, Any]) -> None:
        """An expression with its property, its type and its QID record."""
        row = expression_row(resource, record)
        if row is None:
            return
        self._add([row])
        for each in self._state["properties"].find(identifier=record["regex_property_identifier"]):
            self.property(each)
        for each in self._state["qids"].find(qid=record.get("qid")):
            self.qid(each)
        self._type_of(record)

    def group(self, record: Mapping[str, Any]) -> None:
        """A log source group with those above it."""
        seen: set[int] = set()
        here: Mapping[str, Any] | None = record
        while here is not None and here["id"] not in seen:
            seen.add(here["id"])
            self._add(group_rows(here))
            here = self._state["groups"].get(here["parent_id"])

    def other(self, record: Mapping[str, Any]) -> None:
        """A row of another table, as it was installed."""
        self._add([Row(record["_table"], record["_columns"])])

    def _type_of(self, record: Mapping[str, Any]) -> None:
        number = record["log_source_type_id"]
        if ("sensordevicetype", str(number)) not in self._rows:
            one = self._state["types"].get(number)
            if one is not None:
                self.type(one)

    def all_of_type(self, record: Mapping[str, Any]) -> None:
        """Everything by which the events of a type are parsed."""
        self.type(record)
        for each in self._state["mappings"].find(log_source_type_id=record["id"]):
            self.mapping(each)
        for resource in _TABLES:
            for each in self._state[resource].find(log_source_type_id=record["id"]):
                self.expression(resource, each)
