"""Items of QRadar's REST API become rows: log source types, event mappings, QID records, properties, expressions."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.package.extension.rows.row import ANY, PROPERTY_BASE, Row
from qradar_builder.package.names import internal_name
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.takeover.tables.other_expressions import other_expression, sample_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.takeover.tables.answers import Item

_TAKEN = {
    "log_source_types": "log source type",
    "qid_records": "QID record",
    "dsm_event_mappings": "event mapping",
    "regex_properties": "custom property",
}
"""What an item of a resource is; those of all others are expressions."""
_NUMBER, _TEXT = "an integer", "text"
_EXPRESSION_NEEDS = {"regex_property_identifier": _TEXT, "expression": _TEXT}
_NEEDS = {
    "log_source_types": {"name": _TEXT, "id": _NUMBER},
    "qid_records": {"name": _TEXT, "qid": _NUMBER, "severity": _NUMBER, "low_level_category_id": _NUMBER},
    "dsm_event_mappings": {
        "log_source_event_id": _TEXT,
        "log_source_event_category": _TEXT,
        "log_source_type_id": _NUMBER,
        "qid_record_id": _NUMBER,
    },
    "regex_properties": {"name": _TEXT, "identifier": _TEXT, "property_type": _TEXT},
    "property_expressions": {"regex_property_identifier": _TEXT, "regex": _TEXT},
    "property_nvp_expressions": _EXPRESSION_NEEDS | {"delimiter_pair": _TEXT, "delimiter_name_value": _TEXT},
    "property_genericlist_expressions": _EXPRESSION_NEEDS | {"delimiter": _TEXT},
    "property_calculated_expressions": {"regex_property_identifier": _TEXT, "operator": _TEXT},
}
"""The fields that an item must have."""


def json_rows(items: Iterable[Item], findings: Findings) -> list[Row]:
    """The rows that items make together: one refers to others by their numbers. Pages may repeat items.

    An expression that no export has shown as a row becomes a row of a table with the name of its resource.
    """
    rows: dict[str, Row] = {}
    for item in items:
        problem = _problem(item)
        if problem:
            what = _TAKEN.get(item.resource, "expression")
            findings.add("import/json", Location(item.file), f"the {what}{_shown(item)} {problem}")
            continue
        row = other_expression(item.resource, item.fields) or row_of(item.resource, item.fields)
        assert row is not None, "it has all that its resource needs"
        row = Row(row.table, {**row.columns, **sample_of(item.fields)})
        rows.setdefault(f"{row.table} {sorted(row.columns.items())}", row)
    made = [*rows.values()]
    return made if all("id" in row.columns for row in made) else [*_with_ids(made)]


def _problem(item: Item) -> str:
    """What is wrong with an item; empty where nothing is."""
    fields = item.fields
    needs = _NEEDS.get(item.resource, _EXPRESSION_NEEDS)
    missing = [name for name in needs if fields.get(name) is None]
    if missing:
        return f"has no {' and no '.join(f'`{name}`' for name in missing)}"
    bad = next((name for name, form in needs.items() if not _fits(fields[name], form)), None)
    if bad is not None:
        return f"has something else than {needs[bad]} as its `{bad}`"
    texts = {name: value for name, value in fields.items() if isinstance(value, str) and name != "payload"}
    found = next(((name, match[0]) for name, text in texts.items() if (match := NOT_IN_XML.search(text))), None)
    return "" if found is None else f"has the character U+{ord(found[1]):04X} in its `{found[0]}`, which QRadar refuses"


def _fits(value: object, form: str) -> bool:
    return isinstance(value, str) if form is _TEXT else _is_number(value)


def _shown(item: Item) -> str:
    """What people know an item by."""
    fields = item.fields
    names = ("name", "log_source_event_id", "identifier", "qid", "id")
    value = next((fields[name] for name in names if isinstance(fields.get(name), str | int)), "")
    return f" {str(value)[:60]!a}" if value != "" else ""


def _with_ids(rows: list[Row]) -> Iterator[Row]:
    """Rows with an id each: `fields=` may have left it out."""
    given = (int(value) for row in rows if isinstance(value := row.columns.get("id"), str) and value.isdecimal())
    free = count(max(given, default=0) + 1)
    for row in rows:
        yield row if "id" in row.columns else Row(row.table, {"id": str(next(free)), **row.columns})


def row_of(resource: str, item: dict[str, Any]) -> Row | None:
    """The row of an item of a resource such as `qid_records`. None where it lacks what it is known by."""
    match resource:
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


def _number(value: object) -> object:
    return value if _is_number(value) else None


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
    needed = ("qid", "severity", "low_level_category_id")
    if not isinstance(item.get("name"), str) or not all(_is_number(item.get(name)) for name in needed):
        return None
    return Row(
        "qidmap",
        _columns(
            id=_number(item.get("id")),
            qid=item["qid"],
            qname=item["name"],
            qdescription=item.get("description") or "",
            severity=item["severity"],
            lowlevelcategory=item["low_level_category_id"],
            uuid=item.get("uuid") or None,
        ),
    )


def _mapping(item: dict[str, Any]) -> Row | None:
    if not all(_is_number(item.get(name)) for name in ("log_source_type_id", "qid_record_id")):
        return None
    event, category = item.get("log_source_event_id"), item.get("log_source_event_category")
    if not isinstance(event, str) or not isinstance(category, str):
        return None
    return Row(
        "dsmevent",
        _columns(
            id=_number(item.get("id")),
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
