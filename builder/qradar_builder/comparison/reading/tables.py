"""The rows of a content XML as parts: log source types, mappings, QID records, groups and reference data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import number, text
from qradar_builder.comparison.model import Kind, Part, part
from qradar_builder.comparison.reading.labels import category_name, unique_labels
from qradar_builder.comparison.reading.parsing import parsing
from qradar_builder.comparison.reading.properties import properties
from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.package.names import internal_name
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, first_qid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.dsm.lsx.model import LogSourceExtension

_DELETED: Final = "6"
"""The device category of a type that was deleted; its row stays (QRadar export, 7.3.1)."""
_LOG_SOURCE_GROUPS: Final = "1"
_ROOT_GROUP: Final = "1"
_OF_LOCAL_NUMBERS: Final = frozenset({"id", "sequenceid"})
OF_TIMES: Final = frozenset(
    {"creationdate", "editdate", "mod_date", "create_date", "modified_date", "created_time", "timestamp_eps60s"}
)
_READ: Final = frozenset(
    {
        "sensordevicetype", "sensordevicecategory", "sensorprotocol", "sensordeviceprotocols", "device_ext", "dsmevent",
        "qidmap", "ariel_regex_property", "ariel_property_expression", "ariel_property_json_expression",
        "ariel_property_leef_expression", "ariel_property_cef_expression", "ariel_property_xml_expression",
        "ariel_property_nvp_expression", "ariel_property_genericlist_expression", "fgroup", "fgroup_type",
        "reference_data", "content_version", "sensorprotocolconfigparameters", "sensorprotocolconfig",
    }
)  # fmt: skip
"""Tables that are read as something better than rows, or that say nothing: passwords are in the last but one."""
_KINDS: Final = {"0": "set", "1": "map", "2": "map of sets", "3": "table"}
_ELEMENT_TYPES: Final = {"0": "ALN", "1": "NUM", "2": "IP", "3": "PORT", "4": "ALNIC"}
_EXPIRIES: Final = {"0": "first seen", "1": "last seen"}


@dataclass(frozen=True, slots=True)
class Tabled:
    """The rows of a content XML as parts, and what the parts are called by the numbers of their rows."""

    parts: dict[Kind, Mapping[str, Part]]
    types: Mapping[str | None, str]
    """The labels of log source types by number."""
    qids: Mapping[str | None, str]
    """The labels of QID records by row."""


def content_parts(tables: Tables, extensions: Mapping[str, LogSourceExtension]) -> Tabled:
    """All rows as parts. `extensions` are the log source extensions that could be read, by `id` of `device_ext`."""
    reader = _Reader(tables, extensions)
    return Tabled(reader.parts(), reader.types, reader.qids)


class _Reader:
    def __init__(self, tables: Tables, extensions: Mapping[str, LogSourceExtension]) -> None:
        self._tables = tables
        self._extensions = extensions
        self._automatic = self._automatic_records()
        self.qids = self._qid_labels()
        self._mappings: dict[str | None, list[Columns]] = {}
        for row in self._rows("dsmevent"):
            self._mappings.setdefault(text(row, "devicetypeid"), []).append(row)
        self._protocols = self._protocol_labels()
        self._of_types: dict[str | None, list[str]] = {}
        for row in self._rows("sensordeviceprotocols"):
            label = self._protocols.get(text(row, "sensorprotocolid"))
            if label is not None:
                self._of_types.setdefault(text(row, "sensordevicetypeid"), []).append(label)
        self.types = self._type_labels()

    def parts(self) -> dict[Kind, Mapping[str, Part]]:
        types = {self.types[text(row, "id")]: self._type(row) for row in self._living_types()}
        records = {
            self.qids[text(row, "id")]: record_part(row)
            for row in self._rows("qidmap")
            if text(row, "id") not in self._automatic
        }
        by_number = {text(row, "qid"): self.qids[text(row, "id")] for row in self._rows("qidmap")}
        return {
            Kind.TYPE: types,
            Kind.QID: records,
            Kind.PROPERTY: properties(self._tables, self.types, by_number),
            Kind.GROUP: self._groups(),
            Kind.REFERENCE_DATA: {text(row, "name") or "": _collection(row) for row in self._rows("reference_data")},
            Kind.ROW: self._other_rows(),
        }

    def _rows(self, table: str) -> Sequence[Columns]:
        return self._tables.get(table, ())

    def _living_types(self) -> list[Columns]:
        """Custom types, and built-in ones of which something is changed: an export carries others along."""
        changed = set(self._mappings)
        for table, rows in self._tables.items():
            if table.startswith("ariel_property") and table.endswith("_expression"):
                changed |= {text(row, "devicetypeid") for row in rows}
        return [
            row
            for row in self._rows("sensordevicetype")
            if text(row, "devicecategoryid") != _DELETED
            and (_is_custom(row) or text(row, "extension_id") in self._extensions or text(row, "id") in changed)
        ]

    def _type_labels(self) -> dict[str | None, str]:
        rows = self._living_types()
        names = [text(row, "devicetypedescription") or text(row, "devicetypename") or "" for row in rows]
        more = [text(row, "devicetypename") or "" for row in rows]
        return dict(zip((text(row, "id") for row in rows), unique_labels(names, more), strict=True))

    def _type(self, row: Columns) -> Part:
        key = text(row, "id")
        name, internal = text(row, "devicetypedescription") or "", text(row, "devicetypename") or ""
        custom = _is_custom(row)
        attached = text(row, "extension_id")
        extension = next((each for each in self._rows("device_ext") if text(each, "id") == attached), None)
        fields, modifiers = parsing(self._extensions.get(attached or ""))
        return part(
            Kind.TYPE,
            {
                "uuid": text(row, "uuid"),
                "number": number(row, "id") if custom else None,
                # The one that goes without saying is no value of its own.
                "internal name": internal if custom and internal != internal_name(name) else None,
                "built-in type": None if custom else internal,
                "credibility": number(row, "devicetypecredibility") if custom else None,
                "extension uuid": None if extension is None else text(extension, "uuid"),
            },
            {
                Kind.PROTOCOL: {label: Part(Kind.PROTOCOL) for label in self._of_types.get(key, ())},
                Kind.FIELD: fields,
                Kind.MAPPING: self._type_mappings(key),
            },
            {Kind.MODIFIER: modifiers},
        )

    def _type_mappings(self, key: str | None) -> dict[str, Part]:
        found: dict[str, Part] = {}
        # Those that people made come last, and replace what QRadar ships.
        for row in sorted(self._mappings.get(key, ()), key=lambda row: text(row, "customevent") == "true"):
            event_id, category = text(row, "deviceeventid") or "", text(row, "deviceeventcategory") or ""
            qid = text(row, "qidmapid")
            if qid in self._automatic and (event_id, category) in {STORED_EVENT, UNKNOWN_EVENT}:
                continue
            label = mapping_label(event_id, category)
            found[label] = mapping_part(event_id, category, self.qids.get(qid, f"row {qid}"), text(row, "uuid"))
        return found

    def _automatic_records(self) -> set[str | None]:
        """The rows of the two records that QRadar makes with every custom type."""
        numbers = {
            str(first_qid(type_id) + place)
            for row in self._rows("sensordevicetype")
            if _is_custom(row) and (type_id := number(row, "id")) is not None
            for place in range(2)
        }
        return {text(row, "id") for row in self._rows("qidmap") if text(row, "qid") in numbers}

    def _qid_labels(self) -> dict[str | None, str]:
        rows = self._rows("qidmap")
        names = [text(row, "qname") or "" for row in rows]
        more = [f"{category_name(number(row, 'lowlevelcategory'))}, severity {text(row, 'severity')}" for row in rows]
        # What QRadar makes itself takes no name from anything.
        keys = [text(row, "id") for row in rows]
        own = [at for at, key in enumerate(keys) if key not in self._automatic]
        # Records that only their identities tell apart have the same labels whatever the order of the rows.
        own.sort(key=lambda at: text(rows[at], "uuid") or "")
        labels = unique_labels([names[at] for at in own], [more[at] for at in own])
        return {key: names[at] for at, key in enumerate(keys)} | {
            keys[at]: label for at, label in zip(own, labels, strict=True)
        }

    def _protocol_labels(self) -> dict[str | None, str]:
        rows = self._rows("sensorprotocol")
        names = [text(row, "protocoldescription") or text(row, "protocolname") or "" for row in rows]
        more = [text(row, "protocolname") or "" for row in rows]
        return dict(zip((text(row, "id") for row in rows), unique_labels(names, more), strict=True))

    def _groups(self) -> dict[str, Part]:
        rows = [row for row in self._rows("fgroup") if text(row, "type_id") == _LOG_SOURCE_GROUPS]
        rows = [row for row in rows if text(row, "parent_id") is not None and text(row, "id") != _ROOT_GROUP]
        names = [text(row, "name") or "" for row in rows]
        labels = dict(zip((text(row, "id") for row in rows), unique_labels(names, names), strict=True))
        return {
            labels[text(row, "id")]: part(
                Kind.GROUP,
                {"description": text(row, "description") or None, "parent": labels.get(text(row, "parent_id"))},
            )
            for row in rows
        }

    def _other_rows(self) -> dict[str, Part]:
        found: dict[str, Part] = {}
        for table, rows in self._tables.items():
            if table in _READ:
                continue
            names = [_name_of_row(row) for row in rows]
            more = [text(row, "id") or "" for row in rows]
            for row, label in zip(rows, unique_labels(names, more), strict=True):
                values = {
                    column: value if isinstance(value, str) else repr(sorted(value.items()))
                    for column, value in row.items()
                    if column not in _OF_LOCAL_NUMBERS and column not in OF_TIMES
                }
                found[f"{table} {label}"] = part(Kind.ROW, values)
        return found


def mapping_label(event_id: str, category: str) -> str:
    """What a mapping is known by in its log source type."""
    return " | ".join(each.replace("\\", "\\\\").replace("|", "\\|") for each in (event_id, category))


def mapping_part(event_id: str, category: str, record: str, uuid: str | None) -> Part:
    """An event mapping. `record` is the label of its QID record."""
    values = {"event id": event_id, "event category": category, "QID record": record, "uuid": uuid}
    return part(Kind.MAPPING, values)


def record_part(row: Columns) -> Part:
    """A row of `qidmap` as a QID record."""
    return part(
        Kind.QID,
        {
            "uuid": text(row, "uuid"),
            "number": number(row, "qid"),
            "severity": number(row, "severity"),
            "category": category_name(number(row, "lowlevelcategory")),
            "description": text(row, "qdescription") or None,
        },
    )


def _is_custom(row: Columns) -> bool:
    type_id = number(row, "id")
    return text(row, "uuid") is not None or (type_id is not None and type_id >= FIRST_CUSTOM_TYPE)


def _collection(row: Columns) -> Part:
    lives = row.get("time_to_live")
    return part(
        Kind.REFERENCE_DATA,
        {
            "kind": _KINDS.get(text(row, "collection_type") or "", text(row, "collection_type")),
            "element type": _ELEMENT_TYPES.get(text(row, "element_type") or "", text(row, "element_type")),
            "time to live": lives.get("value") if lives is not None and not isinstance(lives, str) else None,
            "expires after": None if lives is None else _EXPIRIES.get(text(row, "timeout_type") or ""),
            "key label": text(row, "key1_label") or None,
            "value label": text(row, "value_label") or None,
        },
    )


def _name_of_row(row: Columns) -> str:
    for column in ("uuid", "name", "itemname", "id"):
        if (found := text(row, column)) is not None:
            return found
    return ""
