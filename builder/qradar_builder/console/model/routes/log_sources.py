"""Log sources with the parameters of their protocols. Passwords are kept, and never shown.

Choice: semantics.LOG_SOURCES.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.log_sources.checks import problem_of
from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.deploy import stage
from qradar_builder.console.model.routes.route import found, invalid, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_PATH: Final = "/config/event_sources/log_source_management/log_sources"
_OWN: Final = ("id", "requires_deploy", "deleted")
_LONGEST: Final = 255
_CODES: Final = {
    "name": 1003, "type_id": 1004, "protocol_type_id": 1005, "group_ids": 1006, "target_event_collector_id": 1007,
    "log_source_extension_id": 1008, "language_id": 1009, "credibility": 1010, "unknown": 1011, "missing": 1012,
    "value": 1013,
}  # fmt: skip
_DEFAULTS: Final[Mapping[str, Any]] = {
    "description": "",
    "enabled": True,
    "gateway": False,
    "internal": False,
    "credibility": 5,
    "coalesce_events": True,
    "store_event_payload": True,
    "parsing_order": 1,
    "group_ids": [],
    "language_id": 1,
    "log_source_extension_id": None,
    "target_event_collector_id": 7,
    "disconnected_log_collector_id": None,
    "legacy_bulk_group_name": None,
    "sending_ip": None,
    "auto_discovered": False,
    "average_eps": 0,
    "last_event_time": 0,
    "wincollect_external_destination_ids": [],
    "wincollect_internal_destination_id": None,
}
PASSWORD: Final = "PASSWORD"  # noqa: S105 - the type of a parameter


def identifier_of(record: Mapping[str, Any]) -> str | None:
    """The log source identifier: the first parameter of that name."""
    return next((each["value"] for each in record["protocol_parameters"] if each["name"] == "identifier"), None)


def _shown(world: World, record: Mapping[str, Any]) -> dict[str, Any]:
    """A log source as answers show it, without its passwords."""
    secret = {each["id"] for each in _described(world, record["protocol_type_id"]) if each["type"] == PASSWORD}
    parameters = [
        {**each, "value": None if each["id"] in secret else each["value"]} for each in record["protocol_parameters"]
    ]
    status = {"last_updated": record["modified_date"], "messages": [], "status": "NA"}
    last = world.events.last_time(record["id"])
    return {**record, "protocol_parameters": parameters, "status": status, "last_event_time": last}


def _described(world: World, protocol: int) -> list[dict[str, Any]]:
    record = world.state["protocols"].get(protocol)
    return [] if record is None else list(record["parameters"])


def _check(world: World, call: Call, record: Mapping[str, Any], own: int | None) -> None:
    state, name = world.state, record["name"]
    if not name.strip() or len(name) > _LONGEST:
        raise invalid(call, f"name must have 1 to {_LONGEST} characters", _CODES["name"])
    if any(each["id"] != own for each in state["log_sources"].find(name=name)):
        raise refused(call, f"There is a log source {name!r} already", (409, 1001))
    one = state["types"].get(record["type_id"])
    if one is None:
        raise invalid(call, f"There is no log source type {record['type_id']}", _CODES["type_id"])
    if record["protocol_type_id"] not in {each["protocol_id"] for each in one["protocol_types"]}:
        raise invalid(call, "The log source type does not have this protocol", _CODES["protocol_type_id"])
    _check_references(world, call, record)
    if any(state["groups"].get(each) is None for each in record["group_ids"] or ()):
        raise invalid(call, "group_ids has a group that is not on the console", _CODES["group_ids"])
    if not 0 <= record["credibility"] <= 10:
        raise invalid(call, "credibility must be 0 to 10", _CODES["credibility"])


def _check_references(world: World, call: Call, record: Mapping[str, Any]) -> None:
    for field, table in (
        ("log_source_extension_id", "lsx"),
        ("target_event_collector_id", "collectors"),
        ("language_id", "languages"),
    ):
        if record[field] is not None and world.state[table].get(record[field]) is None:
            raise invalid(call, f"{field} {record[field]} is not on the console", _CODES[field])


def _check_identifier(world: World, call: Call, record: Mapping[str, Any], own: int | None) -> None:
    """A type, a protocol and an identifier have one log source together."""
    identifier = identifier_of(record)
    for each in world.state["log_sources"].find(type_id=record["type_id"]):
        same = each["protocol_type_id"] == record["protocol_type_id"] and identifier_of(each) == identifier
        if each["id"] != own and same:
            raise refused(call, f"The log source {each['name']!r} has this type, protocol and identifier", (409, 1002))


def _parameters(world: World, call: Call, protocol: int, given: list[Any], old: list[Any]) -> list[dict[str, Any]]:
    """The parameters of a log source: those given, else the old ones, else the defaults. Raises Refused."""
    described = _described(world, protocol)
    values = {each["id"]: each["value"] for each in old}
    for each in given:
        known = next((one for one in described if one["id"] == each.get("id") or one["name"] == each.get("name")), None)
        if known is None:
            text = f"The protocol has no parameter {each.get('name') or each.get('id')!r}"
            raise invalid(call, text, _CODES["unknown"])
        values[known["id"]] = each.get("value")
    result = []
    for one in described:
        value = values.get(one["id"])
        value = one["default_value"] if value is None else value
        if one["required"] and not value:
            raise invalid(call, f"The parameter {one['name']} is required", _CODES["missing"])
        problem = problem_of(one, str(value)) if value else None
        if problem is not None:
            raise invalid(call, f"The parameter {one['name']} {problem}", _CODES["value"])
        if value is not None:
            result.append({"id": one["id"], "name": one["name"], "value": value})
    return result


def _merged(world: World, call: Call, body: Mapping[str, Any], old: Mapping[str, Any] | None) -> dict[str, Any]:
    """The record that a body makes, of nothing or of an older record, checked. Raises Refused."""
    base = {**_DEFAULTS, "creation_date": world.now(), "protocol_parameters": []} if old is None else dict(old)
    fields = {name: value for name, value in body.items() if name not in _OWN and value is not None}
    record: dict[str, Any] = {**base, **fields, "modified_date": world.now(), "requires_deploy": True}
    record["internal"], record["auto_discovered"] = base["internal"], base["auto_discovered"]
    protocol = record["protocol_type_id"]
    is_same = old is not None and old["protocol_type_id"] == protocol
    kept = list(old["protocol_parameters"]) if old is not None and is_same else []
    given = [each for each in fields.get("protocol_parameters", ()) if each is not None]
    own = None if old is None else old["id"]
    _check(world, call, record, own)
    record["protocol_parameters"] = _parameters(world, call, protocol, given, kept)
    _check_identifier(world, call, record, own)
    return record


def _add(world: World, call: Call) -> Result:
    record = world.state["log_sources"].add(_merged(world, call, call.body, None))
    stage(world, f"log source {record['name']}")
    return Result(_shown(world, record))


def _one(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["log_sources"], call.number("id"), "log source")


def _change(world: World, call: Call) -> Result:
    record = _one(world, call)
    changed = world.state["log_sources"].change(record["id"], _merged(world, call, call.body, record))
    stage(world, f"log source {record['name']}")
    return Result(_shown(world, changed))


def _delete(world: World, call: Call) -> Result:
    record = _one(world, call)
    world.state["log_sources"].remove(record["id"])
    stage(world, f"log source {record['name']}")
    return Result()


def _patch(world: World, call: Call) -> Result:
    """Change several log sources, or none where one of them cannot be changed."""
    sources = world.state["log_sources"]
    changes: list[tuple[int, dict[str, Any] | None]] = []
    for body in call.body:
        record = found(call, sources, body["id"], "log source")
        changes.append((record["id"], None if body.get("deleted") else _merged(world, call, body, record)))
    for number, record_or_none in changes:
        if record_or_none is None:
            sources.remove(number)
        else:
            sources.change(number, record_or_none)
    stage(world, "several log sources")
    return Result()


ROUTES: Routes = {
    f"GET {_PATH}": lambda world, _: Result([_shown(world, each) for each in world.state["log_sources"]]),
    f"POST {_PATH}": _add,
    f"PATCH {_PATH}": _patch,
    f"GET {_PATH}/{{id}}": lambda world, call: Result(_shown(world, _one(world, call))),
    f"POST {_PATH}/{{id}}": _change,
    f"DELETE {_PATH}/{{id}}": _delete,
}
