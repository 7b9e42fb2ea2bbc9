"""Answers of QRadar's REST API: log source types, event mappings, QID records, custom properties and expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.package.extension.rows.row import ANY, PROPERTY_BASE, Row
from qradar_builder.package.names import internal_name
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Findings

# The fields by which each resource is known (REST API 26.0).
_KINDS = {
    "dsm_event_mappings": {"log_source_event_id", "log_source_event_category", "qid_record_id"},
    "qid_records": {"qid", "low_level_category_id", "severity"},
    "regex_properties": {"property_type", "use_for_rule_engine", "identifier"},
    "property_expressions": {"regex_property_identifier", "regex"},
    "property_json_expressions": {"regex_property_identifier", "expression"},
    "log_source_types": {"name", "protocol_types"},
}
_FALSE = {"enabled": True}


def json_kind(document: Any) -> str | None:
    """Which resource a document is an answer of: an item, a list of items, or an object with lists. None for others."""
    items = _items(document)
    kinds = {_kind(item) for item in items}
    if not items and isinstance(document, dict):
        kinds = {json_kind(value) for value in document.values() if isinstance(value, list) and value}
    return next(iter(kinds)) if kinds and None not in kinds else None


def json_rows(answers: Iterable[tuple[str, Any]], findings: Findings) -> list[Row]:
    """The rows that answers make together: an answer refers to others by their numbers."""
    rows: list[Row] = []
    for name, document in answers:
        for item in _all_items(document):
            row = _row(_kind(item), item)
            if row is None:
                shown = str(item.get("name") or item.get("identifier") or item.get("id"))[:60]
                findings.add("import/json", Location(name), f"the item {shown!a} lacks what it is known by")
            else:
                rows.append(row)
    return rows


def row_of(kind: str, item: dict[str, Any]) -> Row | None:
    """The row of an item of a resource such as `qid_records`. None where it lacks what it is known by."""
    return _row(kind, item)


def _all_items(document: Any) -> Iterator[dict[str, Any]]:
    items = _items(document)
    yield from items
    if not items and isinstance(document, dict):
        for value in document.values():
            yield from _items(value)


def _items(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        return [document] if _kind(document) is not None else []
    if not isinstance(document, list):
        return []
    return [item for item in document if isinstance(item, dict)] if all(isinstance(i, dict) for i in document) else []


def _kind(item: dict[str, Any]) -> str | None:
    return next((kind for kind, fields in _KINDS.items() if fields <= item.keys()), None)


def _row(kind: str | None, item: dict[str, Any]) -> Row | None:
    match kind:
        case "log_source_types":
            return _type(item)
        case "qid_records":
            return _record(item)
        case "dsm_event_mappings":
            return _mapping(item)
        case "regex_properties":
            return _property(item)
        case "property_expressions" | "property_json_expressions":
            return _expression(item)
    return None


def _columns(**given: object) -> dict[str, str]:
    """Columns as texts; what is null is left out."""
    return {
        name: ("true" if value else "false") if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value is not None
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _type(item: dict[str, Any]) -> Row | None:
    name, number = item.get("name"), item.get("id")
    if not isinstance(name, str) or not _is_number(number) or number is None:
        return None
    is_custom = bool(item.get("custom")) or number >= FIRST_CUSTOM_TYPE
    return Row(
        "sensordevicetype",
        _columns(
            id=number,
            devicetypename=internal_name(name) if is_custom else None,
            devicetypedescription=name,
            devicecategoryid=5,
            devicetypeoverride=4000 if is_custom else 0,
            devicetypecredibility=5,
            uuid=item.get("uuid") or None,
        ),
    )


def _record(item: dict[str, Any]) -> Row | None:
    needed = ("id", "qid", "severity", "low_level_category_id")
    if not isinstance(item.get("name"), str) or not all(_is_number(item.get(name)) for name in needed):
        return None
    return Row(
        "qidmap",
        _columns(
            id=item["id"],
            qid=item["qid"],
            qname=item["name"],
            qdescription=item.get("description") or "",
            severity=item["severity"],
            lowlevelcategory=item["low_level_category_id"],
            uuid=item.get("uuid") or None,
        ),
    )


def _mapping(item: dict[str, Any]) -> Row | None:
    if not all(_is_number(item.get(name)) for name in ("id", "log_source_type_id", "qid_record_id")):
        return None
    event, category = item.get("log_source_event_id"), item.get("log_source_event_category")
    if not isinstance(event, str) or not isinstance(category, str):
        return None
    return Row(
        "dsmevent",
        _columns(
            id=item["id"],
            devicetypeid=item["log_source_type_id"],
            deviceeventid=event,
            deviceeventcategory=category,
            qidmapid=item["qid_record_id"],
            customevent=bool(item.get("custom_event", True)),
            uuid=item.get("uuid") or None,
        ),
    )


def _property(item: dict[str, Any]) -> Row | None:
    identifier, name, kind = item.get("identifier"), item.get("name"), item.get("property_type")
    if not isinstance(identifier, str) or not isinstance(name, str) or not isinstance(kind, str):
        return None
    return Row(
        "ariel_regex_property",
        _columns(
            id=identifier,
            sequenceid=item.get("id"),
            propertyname=name,
            propertytype=kind.lower(),
            database="events",
            forceparse=bool(item.get("use_for_rule_engine")),
            description=item.get("description") or "",
            datepattern=item.get("datetime_format"),
            languagetag=item.get("locale"),
        ),
    )


def _expression(item: dict[str, Any]) -> Row | None:
    identifier, number = item.get("regex_property_identifier"), item.get("log_source_type_id")
    is_regex = "regex" in item
    text = item.get("regex" if is_regex else "expression")
    if not isinstance(identifier, str) or not isinstance(text, str):
        return None
    table = "ariel_property_expression" if is_regex else "ariel_property_json_expression"
    columns = _columns(
        id=item.get("identifier") or item.get("id"),
        sequenceid=item.get("id"),
        ap_id=identifier,
        devicetypeid=ANY if number is None else number,
        deviceid=ANY if item.get("log_source_id") is None else item["log_source_id"],
        qid=ANY if item.get("qid") is None else item["qid"],
        category=ANY if item.get("low_level_category_id") is None else item["low_level_category_id"],
        enabled=bool(item.get("enabled", True)),
        propertybase=PROPERTY_BASE,
    )
    if is_regex:
        columns |= _columns(regex=text, capturegroup=item.get("capture_group", 1))
    else:
        columns |= _columns(expression=text)
    return Row(table, columns)
