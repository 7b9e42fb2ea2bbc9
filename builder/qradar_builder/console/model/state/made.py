"""Records as a console makes them, whether by its REST API or when an extension is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.state.shipped import stable_uuid
from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, FIRST_NUMBER, first_qid, type_of_qid

if TYPE_CHECKING:
    from qradar_builder.console.model.state.state import State

EXPRESSION_TABLES: Final = (
    "property_expressions",
    "property_json_expressions",
    "property_leef_expressions",
    "property_cef_expressions",
    "property_nvp_expressions",
    "property_genericlist_expressions",
    "property_xml_expressions",
    "property_aql_expressions",
    "property_calculated_expressions",
)
ANY: Final = -1
"""The log source, QID or category of an expression that is for all."""
_WORDS: Final = re.compile(r"[^A-Za-z0-9]+")


def internal_name(name: str) -> str:
    """What QRadar calls a custom type: each word with a capital letter, and `Custom` (QRadar exports)."""
    words = [word for word in _WORDS.split(name) if word]
    return "".join(word[0].upper() + word[1:] for word in words) + "Custom"


def automatic_records(state: State, type_id: int, name: str, now: int) -> None:
    """The two QID records and mappings that a custom type is made with. Those that are there stay."""
    first = first_qid(type_id)
    rows = (
        (first, f"{name} Message", f"{name} Stored Event", 10009, STORED_EVENT),
        (first + 1, "Unknown", "Unknown", 10001, UNKNOWN_EVENT),
    )
    for qid, title, text, category, (event_id, event_category) in rows:
        record = state["qids"].first(qid=qid) or state["qids"].add(
            {
                "qid": qid,
                "uuid": stable_uuid("qid", qid, now),
                "name": title,
                "description": text,
                "severity": 3,
                "low_level_category_id": category,
                "log_source_type_id": None,
                "_type_id": type_id,
                "_block": qid_block(qid),
                "_columns": {},
            }
        )
        key = {
            "log_source_type_id": type_id,
            "log_source_event_id": event_id,
            "log_source_event_category": event_category,
        }
        if not state["mappings"].find(**key):
            identity = stable_uuid("mapping", *key.values(), now)
            made = {**key, "qid_record_id": record["id"], "custom_event": False, "uuid": identity, "_columns": {}}
            state["mappings"].add(made)


def new_type(name: str, protocols: list[int], **fields: Any) -> dict[str, Any]:
    """The record of a custom log source type."""
    return {
        "name": name,
        "internal": False,
        "custom": True,
        "protocol_types": links(protocols),
        "default_protocol_id": protocols[0] if protocols else None,
        "log_source_extension_id": None,
        "supported_language_ids": [1],
        "version": None,
        "latest_version": None,
        "_internal_name": internal_name(name),
        "_columns": {},
        **fields,
    }


def links(protocols: list[int]) -> list[dict[str, Any]]:
    """The protocols of a custom type, as the REST API has them."""
    return [{"protocol_id": each, "documented": False} for each in protocols]


def next_qid(state: State, type_id: int) -> int:
    """The next free QID number of a type's block. Records on built-in types share the block of type 0."""
    first = first_qid(type_id) if type_id >= FIRST_CUSTOM_TYPE else FIRST_NUMBER
    number = first + state["qids"].count("_block", first)
    while state["qids"].first(qid=number) is not None:
        number += 1
    return number


def qid_block(qid: int) -> int:
    """The first number of the block that a QID number is in."""
    return first_qid(type_of_qid(qid))


def new_property(name: str, kind: str, now: int, **fields: Any) -> dict[str, Any]:
    """The record of a custom property."""
    return {
        "name": name,
        "property_type": kind,
        "use_for_rule_engine": False,
        "description": "",
        "datetime_format": None,
        "locale": None,
        "auto_discovered": False,
        "username": "admin",
        "creation_date": now,
        "modification_date": now,
        "_columns": {},
        **fields,
    }


def new_set(name: str, entry_type: str, *, now: int, **fields: Any) -> dict[str, Any]:
    """The record of a reference set."""
    return {
        "name": name,
        "entry_type": entry_type,
        "creation_time": now,
        "delete_entries": None,
        "description": None,
        "expired_log_option": "LOG_NONE",
        "expiry_type": "NO_EXPIRY",
        "global_id": stable_uuid("set", name, now),
        "namespace": "SHARED",
        "number_of_entries": 0,
        "tenant_id": None,
        "time_to_live": None,
        **fields,
    }


def new_group(
    state: State, name: str, description: str, parent_id: int, *, now: int, owner: str = "admin"
) -> dict[str, Any]:
    """Add a log source group below another one, which must be there."""
    groups = state["groups"]
    added = groups.add(
        {
            "name": name,
            "description": description,
            "parent_id": parent_id,
            "owner": owner,
            "modification_date": now,
            "assignable": True,
            "child_group_ids": [],
        }
    )
    parent = groups.get(parent_id)
    assert parent is not None
    groups.change(parent_id, {"child_group_ids": [*parent["child_group_ids"], added["id"]]})
    return added
