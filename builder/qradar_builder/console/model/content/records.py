"""The records of the console that rows of a content XML become. Columns without a field are kept for exports."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.state.made import ANY, new_property, new_type, qid_block
from qradar_builder.reference.number_blocks import type_of_qid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.content.items import Item

_OVERRIDE: Final = re.compile(rb'(device-type-id-override\s*=\s*["\'])(\d{1,9})(["\'])')


def type_record(item: Item, extension: int | None, protocols: list[int]) -> dict[str, Any]:
    """A log source type."""
    columns = _kept(
        item,
        "id",
        "uuid",
        "devicetypedescription",
        "devicetypename",
        "extension_id",
        "default_protocol",
        "latest_version",
    )
    return new_type(
        item.text("devicetypedescription"),
        protocols,
        uuid=item.text("uuid") or None,
        custom=item.is_custom_type,
        log_source_extension_id=extension,
        _internal_name=item.text("devicetypename"),
        _columns=columns,
    )


def lsx_record(item: Item, types: Mapping[int, int]) -> dict[str, Any]:
    """A log source extension. The numbers of types in it become those of the console."""
    return {
        "name": item.text("name"),
        "description": item.text("description"),
        "uuid": item.text("uuid") or None,
        "_document": _renumbered(item.text("xml"), types),
        "_columns": _kept(item, "id", "uuid", "name", "description", "xml"),
    }


def _renumbered(encoded: str, types: Mapping[int, int]) -> str:
    if all(old == new for old, new in types.items()):
        return "".join(encoded.split())
    try:
        document = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return encoded

    def number(found: re.Match[bytes]) -> bytes:
        return found[1] + str(types.get(int(found[2]), int(found[2]))).encode() + found[3]

    return base64.b64encode(_OVERRIDE.sub(number, document)).decode("ascii")


def qid_record(item: Item, qid: int) -> dict[str, Any]:
    """A QID record with its number on the console."""
    return {
        "qid": qid,
        "uuid": item.text("uuid") or None,
        "name": item.text("qname"),
        "description": item.text("qdescription"),
        "severity": item.number("severity"),
        "low_level_category_id": item.number("lowlevelcategory"),
        "log_source_type_id": None,
        "_type_id": type_of_qid(qid),
        "_block": qid_block(qid),
        "_columns": _kept(item, "id", "qid", "uuid", "qname", "qdescription", "severity", "lowlevelcategory"),
    }


def mapping_record(item: Item, types: Mapping[int, int], target: int) -> dict[str, Any]:
    """An event mapping."""
    type_id = item.number("devicetypeid")
    return {
        "log_source_type_id": types.get(type_id, type_id),
        "log_source_event_id": item.text("deviceeventid"),
        "log_source_event_category": item.text("deviceeventcategory"),
        "qid_record_id": target,
        "custom_event": item.text("customevent") == "true",
        "uuid": item.text("uuid") or None,
        "_columns": _kept(
            item, "id", "uuid", "devicetypeid", "deviceeventid", "deviceeventcategory", "qidmapid", "customevent"
        ),
    }


def property_record(item: Item, now: int) -> dict[str, Any]:
    """A custom property."""
    return new_property(
        item.text("propertyname"),
        item.text("propertytype") or "string",
        now,
        identifier=item.text("id"),
        description=item.text("description"),
        use_for_rule_engine=item.text("forceparse") == "true",
        datetime_format=item.text("datepattern") or None,
        locale=item.text("languagetag") or None,
        username=item.text("username") or "admin",
        creation_date=item.number("creationdate", now),
        modification_date=item.number("editdate", now),
        _columns=_kept(
            item, "id", "sequenceid", "propertyname", "propertytype", "description", "forceparse", "datepattern",
            "languagetag", "username", "creationdate", "editdate",
        ),
    )  # fmt: skip


def expression_record(item: Item, types: Mapping[int, int], qids: Mapping[int, int], now: int) -> dict[str, Any]:
    """An expression of a custom property."""
    type_id, qid = item.number("devicetypeid", ANY), item.number("qid", ANY)
    return {
        "identifier": item.text("id"),
        "regex_property_identifier": item.text("ap_id"),
        "log_source_type_id": types.get(type_id, type_id),
        "log_source_id": ANY,
        "qid": qids.get(qid, qid),
        "low_level_category_id": item.number("category", ANY),
        "enabled": item.text("enabled") != "false",
        "payload": _payload(item.text("payload")),
        "username": item.text("username") or "admin",
        "creation_date": item.number("creationdate", now),
        "modification_date": item.number("editdate", now),
        **{name: item.text(column) for column, name in OWN.items() if column in item.columns},
        **({"capture_group": item.number("capturegroup", 1)} if item.table == "ariel_property_expression" else {}),
        "_columns": _kept(
            item, "id", "sequenceid", "ap_id", "devicetypeid", "deviceid", "qid", "category", "enabled", "payload",
            "username", "creationdate", "editdate", "capturegroup", *OWN,
        ),
    }  # fmt: skip


OWN: Final = {
    "regex": "regex",
    "formatstring": "format_string",
    "expression": "expression",
    "delimiter": "delimiter",
    "delimiter_pair": "delimiter_pair",
    "delimiter_name_value": "delimiter_name_value",
}
"""The fields of the REST API by the columns of expressions of each kind."""


def _payload(encoded: str) -> str | None:
    if not encoded:
        return None
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


def _kept(item: Item, *known: str) -> dict[str, Any]:
    """The columns that no field has."""
    return {name: value for name, value in item.columns.items() if name not in known}
