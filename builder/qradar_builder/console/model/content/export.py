"""Exports content as an extension: what a call chooses, and what that refers to, as a ZIP.

Choice: semantics.EXPORTS.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import regex

from qradar_builder.console.model.content.rows import Chosen
from qradar_builder.console.model.listing.like import like
from qradar_builder.console.model.state.made import EXPRESSION_TABLES
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.extension.content_xml import write_content_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qradar_builder.console.model.state.state import State

_KINDS: Final[Mapping[str, str]] = {
    "REGEX_EXPRESSIONS": "property_expressions",
    "LEEF_EXPRESSIONS": "property_leef_expressions",
    "CEF_EXPRESSIONS": "property_cef_expressions",
    "JSON_EXPRESSIONS": "property_json_expressions",
    "GENERIC_LIST_EXPRESSIONS": "property_genericlist_expressions",
    "NAME_VALUE_PAIR_EXPRESSIONS": "property_nvp_expressions",
    "XML_EXPRESSIONS": "property_xml_expressions",
    "AQL_EXPRESSIONS": "property_aql_expressions",
}
_RECORDS: Final[Mapping[str, str]] = {
    "LOG_SOURCE_TYPES": "types",
    "LOG_SOURCE_EXTENSIONS": "lsx",
    "QID_RECORDS": "qids",
    "DSM_EVENT_MAPPINGS": "mappings",
    "CUSTOM_PROPERTIES": "properties",
    "FGROUPS": "groups",
    **_KINDS,
}
_OTHERS: Final[Mapping[str, str]] = {
    "CUSTOM_RULES": "custom_rule",
    "REFERENCE_DATA": "reference_data",
    "FGROUP_LINKS": "fgroup_link",
    "SAVED_EVENT_FLOW_SEARCHES": "customviewparams",
    "REPORTS": "report",
    "CUSTOM_ACTIONS": "custom_action",
    "CUSTOM_ACTION_PARAMETERS": "custom_action_parameter",
    "CUSTOM_FUNCTIONS": "custom_function",
    "INSTALLED_APPLICATIONS": "installed_application",
}
_COLUMNS: Final = {
    "devicetypename": "_internal_name",
    "devicetypedescription": "name",
    "qname": "name",
    "propertyname": "name",
    "deviceeventid": "log_source_event_id",
    "deviceeventcategory": "log_source_event_category",
    "devicetypeid": "log_source_type_id",
    "ap_id": "regex_property_identifier",
    "customevent": "custom_event",
}
"""The fields of records by the columns that a filter names. Others have the same name."""
_LONGEST_PATTERN: Final = 500
_LONGEST_TEXT: Final = 10_000
_LONGEST_TIME: Final = 1.0


class NotExportable(Exception):  # noqa: N818 - what is wrong with the call
    """The choice of an export is not valid. `part` is `configuration`, `related`, `items` or `manifest`."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Export:
    """What an export is made of: a call's body, and what the manifest says of the console."""

    contents: Sequence[Mapping[str, Any]]
    manifest: Mapping[str, Any] | None
    build: str
    now: int


def check_export(state: State, export: Export) -> None:
    """Find what is wrong with an export before it begins. Raises NotExportable."""
    if not export.contents:
        raise NotExportable("configuration", "export_contents is empty")
    for content in export.contents:
        if not content.get("content_type"):
            raise NotExportable("configuration", "content_type is missing")
        list(_chosen(state, content))
        for related in content.get("related_content") or ():
            if not related.get("content_type"):
                raise NotExportable("related", "content_type of related_content is missing")
            _filters(related)
    manifest = export.manifest
    if manifest is not None and not (manifest.get("name") and manifest.get("version") and manifest.get("id")):
        raise NotExportable("manifest", "The manifest needs id, name and version")


def write_export(state: State, export: Export) -> bytes:
    """The ZIP of an export."""
    chosen = Chosen(state)
    for content in export.contents:
        kind = content["content_type"]
        records = list(_chosen(state, content))
        for record in records:
            _take(chosen, kind, record)
        for related in content.get("related_content") or ():
            for record in _related(state, kind, records, related):
                _take(chosen, related["content_type"], record)
    name = export.contents[0]["content_type"].lower()
    entries = {f"{name}-{export.now}.xml": write_content_xml(export.build, chosen.rows())}
    if export.manifest is not None:
        entries["manifest.txt"] = _manifest(export.manifest, export.build)
    return write_zip(entries, export.now)


def _take(chosen: Chosen, kind: str, record: Mapping[str, Any]) -> None:
    if kind in _KINDS:
        chosen.expression(_KINDS[kind], record)
    elif kind in _OTHERS:
        chosen.other(record)
    elif kind in _RECORDS:
        take = {
            "types": chosen.type,
            "lsx": chosen.lsx,
            "qids": chosen.qid,
            "mappings": chosen.mapping,
            "properties": chosen.property,
            "groups": chosen.group,
        }
        take[_RECORDS[kind]](record)


def _chosen(state: State, content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The records of a content type that the ids and filters of a call choose."""
    kind = content["content_type"]
    tests = _filters(content)
    ids = content.get("content_item_ids") or ()
    records = [each for each in _all(state, kind) if all(_passes(each, test) for test in tests)]
    if not ids:
        yield from records
        return
    known: dict[str, Mapping[str, Any]] = {}
    for each in records:
        for key in ("name", "uuid", "identifier", "_key", "id"):
            if each.get(key) is not None:
                known[str(each[key])] = each
    for number in ids:
        if number not in known:
            raise NotExportable("items", f"{kind} has no item {number[:100]!r}")
        yield known[number]


def _all(state: State, kind: str) -> Iterable[Mapping[str, Any]]:
    if kind in _RECORDS:
        return state[_RECORDS[kind]]
    return state["rows"].find(_table=_OTHERS[kind]) if kind in _OTHERS else ()


def _related(
    state: State, kind: str, records: Sequence[Mapping[str, Any]], related: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """The records of a content type that belong to the chosen ones."""
    tests, wanted = _filters(related), related["content_type"]
    for record in records:
        for each in _belonging(state, kind, record, wanted):
            if all(_passes(each, test) for test in tests):
                yield each


def _belonging(state: State, kind: str, record: Mapping[str, Any], wanted: str) -> Iterable[Mapping[str, Any]]:
    if kind == "LOG_SOURCE_TYPES":
        if wanted == "LOG_SOURCE_EXTENSIONS":
            return state["lsx"].find(id=record["log_source_extension_id"])
        if wanted == "QID_RECORDS":
            return state["qids"].find(_type_id=record["id"])
        if wanted == "CUSTOM_PROPERTIES":
            expressions = (
                each for name in EXPRESSION_TABLES for each in state[name].find(log_source_type_id=record["id"])
            )
            names = {each["regex_property_identifier"] for each in expressions}
            return [each for name in sorted(names) for each in state["properties"].find(identifier=name)]
        if wanted in _RECORDS:
            return state[_RECORDS[wanted]].find(log_source_type_id=record["id"])
    if kind == "QID_RECORDS" and wanted == "DSM_EVENT_MAPPINGS":
        return state["mappings"].find(qid_record_id=record["id"])
    if kind == "CUSTOM_PROPERTIES" and wanted in _KINDS:
        return state[_KINDS[wanted]].find(regex_property_identifier=record["identifier"])
    return state["rows"].find(_table=_OTHERS[wanted]) if wanted in _OTHERS else ()


def _filters(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    part = "configuration" if "content_item_ids" in content else "related"
    found = [each for each in content.get("filters") or () if each is not None]
    for each in found:
        named = each.get("filter_name") is not None
        if not named and not (each.get("column") and each.get("operator") and each.get("values")):
            raise NotExportable(part, "A filter needs filter_name, or column, operator and values")
        if each.get("operator") == "REGEX":
            try:
                regex.compile(each["values"][0][:_LONGEST_PATTERN])
            except (regex.error, TypeError):
                raise NotExportable(part, "A filter has a regular expression that is not valid") from None
    return found


def _passes(record: Mapping[str, Any], test: Mapping[str, Any]) -> bool:
    named = test.get("filter_name")
    if named == "CUSTOM":
        return _is_custom(record)
    if named == "NONCUSTOM":
        return not _is_custom(record)
    if named is not None:
        return True
    column = test["column"]
    found = record.get(_COLUMNS.get(column, column), record.get("_columns", {}).get(column))
    value = str(found).lower() if isinstance(found, bool) else "" if found is None else str(found)
    values = [str(each) for each in test["values"]]
    return _compared(test["operator"], value, values)


def _is_custom(record: Mapping[str, Any]) -> bool:
    if "custom_event" in record or "custom" in record:
        return bool(record.get("custom_event", record.get("custom")))
    return record.get("uuid") is not None or "identifier" in record


def _compared(operator: str, value: str, values: Sequence[str]) -> bool:
    first = values[0]
    if operator in ("LIKE", "ILIKE"):
        return like(first, ignore_case=operator == "ILIKE")(value)
    if operator in ("GREATER", "LOWER"):
        try:
            return float(value) > float(first) if operator == "GREATER" else float(value) < float(first)
        except ValueError:
            return False
    if operator == "REGEX":
        try:
            return regex.search(first[:_LONGEST_PATTERN], value[:_LONGEST_TEXT], timeout=_LONGEST_TIME) is not None
        except TimeoutError:
            raise NotExportable("configuration", "A filter has a regular expression that takes too long") from None
    is_among = value in values if operator in ("IN", "NOT_IN") else value == first
    return is_among is (operator in ("IN", "EQUAL"))


def _manifest(given: Mapping[str, Any], build: str) -> bytes:
    document = {
        "_id": given["id"],
        "doc": {
            "extension_manifest": {
                "extension_name": "extension.name",
                "extension_long_description": "extension.long.description",
                "locale": {
                    "en-US": {
                        "extension.name": given["name"],
                        "extension.long.description": given.get("description") or "",
                    }
                },
                "supported_language_set": ["en-US"],
                "version": given["version"],
                "min_qradar_version": given.get("min_qradar_version") or build,
                "authored_by": given.get("author") or "",
                "authored_by_email": given.get("support_contact") or "",
                "package_size": "0",
            }
        },
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
