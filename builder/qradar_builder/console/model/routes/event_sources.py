"""Log source types, their extensions, protocols, languages, collectors and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import found, given, invalid, refused
from qradar_builder.console.model.state.made import automatic_records, new_group, new_type
from qradar_builder.console.model.state.shipped import stable_uuid

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Route, Routes, World

_SOURCES: Final = "/config/event_sources/log_source_management"
_TYPES: Final = f"{_SOURCES}/log_source_types"
_GROUPS: Final = f"{_SOURCES}/log_source_groups"
_LONGEST_TYPE: Final = 241
_LONGEST_GROUP: Final = 255
_TYPE_CODES: Final = {"name": 1001, "twice": 1002, "protocol": 1003, "default": 1005, "extension": 1006}


def _check_type(world: World, call: Call, body: dict[str, Any], own: int | None = None) -> None:
    name = body.get("name")
    if name is not None:
        if not name.strip() or len(name) > _LONGEST_TYPE:
            raise invalid(call, f"name must have 1 to {_LONGEST_TYPE} characters", _TYPE_CODES["name"])
        if any(each["id"] != own for each in world.state["types"].find(name=name)):
            raise invalid(call, f"There is a log source type {name!r} already", _TYPE_CODES["twice"])
    protocols = body.get("protocol_types")
    if protocols is not None:
        numbers = [each.get("protocol_id") for each in protocols if isinstance(each, dict)]
        if not numbers or any(world.state["protocols"].get(each) is None for each in numbers):
            raise invalid(call, "protocol_types must name protocols of the console", _TYPE_CODES["protocol"])
        default = body.get("default_protocol_id")
        if default is not None and default not in numbers:
            raise invalid(call, "default_protocol_id is none of the protocols", _TYPE_CODES["default"])
    extension = body.get("log_source_extension_id")
    if extension is not None and world.state["lsx"].get(extension) is None:
        raise invalid(call, f"There is no log source extension {extension}", _TYPE_CODES["extension"])


def _add_type(world: World, call: Call) -> Result:
    body = call.body
    _check_type(world, call, body)
    identity = body.get("uuid") or stable_uuid("type", body["name"], world.now())
    if world.state["types"].first(uuid=identity) is not None:
        raise invalid(call, "There is a log source type with this uuid already", _TYPE_CODES["twice"])
    numbers = [each["protocol_id"] for each in body["protocol_types"]]
    record = new_type(body["name"], numbers, uuid=identity)
    record |= dict(given(body, ("default_protocol_id", "log_source_extension_id")).items())
    added = world.state["types"].add(record)
    automatic_records(world.state, added["id"], added["name"], world.now())
    return Result(added)


def _change_type(world: World, call: Call) -> Result:
    record = _type(world, call)
    body = {name: value for name, value in call.body.items() if value is not None or name == "log_source_extension_id"}
    _check_type(world, call, {"protocol_types": record["protocol_types"], **body}, record["id"])
    changes = given(body, ("name", "default_protocol_id", "log_source_extension_id"))
    if "name" in changes and not record["custom"]:
        raise invalid(call, "The name of a built-in log source type cannot be changed", _TYPE_CODES["name"])
    if "protocol_types" in body:
        changes["protocol_types"] = [
            {"protocol_id": each["protocol_id"], "documented": False} for each in body["protocol_types"]
        ]
    return Result(world.state["types"].change(record["id"], changes))


def _type(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["types"], call.number("id"), "log source type")


def _delete_type(world: World, call: Call) -> Result:
    record = _type(world, call)
    if not record["custom"]:
        raise refused(call, "A built-in log source type cannot be deleted", (409, 1015))
    if world.state["log_sources"].find(type_id=record["id"]):
        raise refused(call, "There are log sources of this type", (409, 1015))
    world.state["types"].remove(record["id"])
    for each in world.state["mappings"].find(log_source_type_id=record["id"]):
        world.state["mappings"].remove(each["id"])
    return Result()


def _add_group(world: World, call: Call) -> Result:
    body, groups = call.body, world.state["groups"]
    name = body["name"]
    if not name.strip() or len(name) > _LONGEST_GROUP:
        raise invalid(call, f"name must have 1 to {_LONGEST_GROUP} characters", 1002)
    parent = groups.get(body["parent_id"])
    if parent is None:
        raise invalid(call, f"There is no log source group {body['parent_id']}", 1004)
    if groups.find(name=name, parent_id=parent["id"]):
        raise refused(call, f"There is a log source group {name!r} already", (409, 1001))
    added = new_group(
        world.state, name, body.get("description") or "", parent["id"], now=world.now(), owner=call.caller.name
    )
    return Result(added)


def _listed(table: str) -> Route:
    return lambda world, _: Result(world.state[table])


def _one(table: str, what: str) -> Route:
    return lambda world, call: Result(found(call, world.state[table], call.number("id"), what))


ROUTES: Routes = {
    f"GET {_TYPES}": _listed("types"),
    f"POST {_TYPES}": _add_type,
    f"GET {_TYPES}/{{id}}": lambda world, call: Result(_type(world, call)),
    f"POST {_TYPES}/{{id}}": _change_type,
    f"DELETE {_TYPES}/{{id}}": _delete_type,
    f"GET {_SOURCES}/log_source_extensions": _listed("lsx"),
    f"GET {_SOURCES}/log_source_extensions/{{id}}": _one("lsx", "log source extension"),
    f"GET {_SOURCES}/protocol_types": _listed("protocols"),
    f"GET {_SOURCES}/protocol_types/{{id}}": _one("protocols", "protocol type"),
    f"GET {_SOURCES}/log_source_languages": _listed("languages"),
    f"GET {_SOURCES}/log_source_languages/{{id}}": _one("languages", "log source language"),
    f"GET {_GROUPS}": _listed("groups"),
    f"POST {_GROUPS}": _add_group,
    f"GET {_GROUPS}/{{id}}": _one("groups", "log source group"),
    "GET /config/event_sources/event_collectors": _listed("collectors"),
    "GET /config/event_sources/event_collectors/{id}": _one("collectors", "event collector"),
}
