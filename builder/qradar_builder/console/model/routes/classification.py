"""QID records, event mappings and categories. Neither a record nor a mapping can be deleted, as on a console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import found, given, invalid, refused
from qradar_builder.console.model.state.made import next_qid, qid_block
from qradar_builder.console.model.state.shipped import stable_uuid

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_RECORDS: Final = "/data_classification/qid_records"
_MAPPINGS: Final = "/data_classification/dsm_event_mappings"
_LONGEST: Final = {"name": 255, "description": 2048}


def _checked_record(world: World, call: Call, body: dict[str, Any]) -> None:
    for name, most in _LONGEST.items():
        if len(body.get(name) or "") > most:
            raise invalid(call, f"{name} has more than {most} characters")
    if "name" in body and not (body["name"] or "").strip():
        raise invalid(call, "name is empty")
    severity = body.get("severity")
    if severity is not None and not 0 <= severity <= 10:
        raise invalid(call, "severity must be 0 to 10")
    category = body.get("low_level_category_id")
    if category is not None and world.state["low_level_categories"].get(category) is None:
        raise invalid(call, f"There is no low level category {category}")


def _add_record(world: World, call: Call) -> Result:
    body = call.body
    _checked_record(world, call, body)
    if world.state["types"].get(body["log_source_type_id"]) is None:
        raise invalid(call, f"There is no log source type {body['log_source_type_id']}")
    category = world.state["low_level_categories"].get(body["low_level_category_id"])
    assert category is not None
    severity = body.get("severity")
    qid = next_qid(world.state, body["log_source_type_id"])
    return Result(
        world.state["qids"].add(
            {
                "qid": qid,
                "uuid": stable_uuid("qid", qid, world.now()),
                "name": body["name"],
                "description": body.get("description") or "",
                "severity": category["severity"] if severity is None else severity,
                "low_level_category_id": body["low_level_category_id"],
                "log_source_type_id": None,
                "_type_id": body["log_source_type_id"],
                "_block": qid_block(qid),
                "_columns": {},
            }
        )
    )


def _change_record(world: World, call: Call) -> Result:
    record = found(call, world.state["qids"], call.number("qid_record_id"), "QID record")
    if record["uuid"] is None:
        raise refused(call, "A QID record of the system cannot be changed", (409, 1008))
    _checked_record(world, call, call.body)
    changes = given(call.body, ("name", "description", "severity", "low_level_category_id"))
    changes = {name: value for name, value in changes.items() if value is not None}
    return Result(world.state["qids"].change(record["id"], changes))


def _add_mapping(world: World, call: Call) -> Result:
    body = call.body
    mappings = world.state["mappings"]
    if world.state["types"].get(body["log_source_type_id"]) is None:
        raise invalid(call, f"There is no log source type {body['log_source_type_id']}")
    if world.state["qids"].get(body["qid_record_id"]) is None:
        raise invalid(call, f"There is no QID record {body['qid_record_id']}")
    key = {name: body[name] for name in ("log_source_type_id", "log_source_event_id", "log_source_event_category")}
    for name in ("log_source_event_id", "log_source_event_category"):
        if len(body[name]) > 255:
            raise invalid(call, f"{name} has more than 255 characters")
    if mappings.find(**key, custom_event=True):
        raise refused(call, "There is a custom mapping of this event id and category already", (409, 1008))
    identity = stable_uuid("mapping", *key.values(), world.now())
    target = body["qid_record_id"]
    record = {**key, "qid_record_id": target, "custom_event": True, "uuid": identity, "_columns": {}}
    return Result(mappings.add(record))


def _change_mapping(world: World, call: Call) -> Result:
    mappings = world.state["mappings"]
    record = found(call, mappings, call.number("dsm_event_mapping_id"), "event mapping")
    if world.state["qids"].get(call.body["qid_record_id"]) is None:
        raise invalid(call, f"There is no QID record {call.body['qid_record_id']}")
    for name in ("log_source_type_id", "log_source_event_id", "log_source_event_category"):
        if name in call.body and call.body[name] != record[name]:
            raise invalid(call, f"{name} of a mapping cannot be changed")
    return Result(mappings.change(record["id"], {"qid_record_id": call.body["qid_record_id"]}))


ROUTES: Routes = {
    f"GET {_RECORDS}": lambda world, _: Result(world.state["qids"]),
    f"POST {_RECORDS}": _add_record,
    f"GET {_RECORDS}/{{qid_record_id}}": lambda world, call: Result(
        found(call, world.state["qids"], call.number("qid_record_id"), "QID record")
    ),
    f"POST {_RECORDS}/{{qid_record_id}}": _change_record,
    f"GET {_MAPPINGS}": lambda world, _: Result(world.state["mappings"]),
    f"POST {_MAPPINGS}": _add_mapping,
    f"GET {_MAPPINGS}/{{dsm_event_mapping_id}}": lambda world, call: Result(
        found(call, world.state["mappings"], call.number("dsm_event_mapping_id"), "event mapping")
    ),
    f"POST {_MAPPINGS}/{{dsm_event_mapping_id}}": _change_mapping,
    "GET /data_classification/low_level_categories": lambda world, _: Result(world.state["low_level_categories"]),
    "GET /data_classification/low_level_categories/{low_level_category_id}": lambda world, call: Result(
        found(call, world.state["low_level_categories"], call.number("low_level_category_id"), "low level category")
    ),
    "GET /data_classification/high_level_categories": lambda world, _: Result(world.state["high_level_categories"]),
    "GET /data_classification/high_level_categories/{high_level_category_id}": lambda world, call: Result(
        found(call, world.state["high_level_categories"], call.number("high_level_category_id"), "high level category")
    ),
}
