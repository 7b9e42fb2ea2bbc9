"""Resources without code of their own: what is created is kept, in the shape that the description has.

Choice: semantics.GENERIC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import invalid, missing
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.shapes import ANY_NAME, choices, misfits

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import World
    from qradar_builder.console.model.state.table import Table
    from qradar_builder.reference.console_api.endpoints import Endpoint
    from qradar_builder.reference.console_api.shapes import Shape

_LAST: Final = re.compile(r"(.*)/\{(\w+)\}\Z")
_KEYS: Final = ("name", "id")
_FILLED_FIELDS: Final = ("name", "element_type", "description", "namespace", "timeout_type", "entry_type")


def answer(world: World, call: Call) -> Result:
    """Answer a call of any resource: list, create, get, change or delete."""
    endpoint = call.endpoint
    item = _LAST.match(endpoint.path)
    if item is None and endpoint.method == "GET":
        return Result(_list(world, call))
    if item is None and _is_resource(endpoint):
        return Result(_add(world.state[_name(endpoint.path, call)], endpoint, call))
    if item is None or not _is_resource_path(item[1]):
        if endpoint.method == "GET" or "{" in endpoint.path:
            raise missing(call, "such record")
        return Result(_filled(endpoint.answer, call.body))
    table = world.state[_name(item[1], call)]
    record = _record(table, call, call.values[item[2]])
    if endpoint.method == "DELETE":
        table.remove(record["id"])
        return Result(_filled(endpoint.answer, record))
    if endpoint.method in ("POST", "PUT", "PATCH"):
        changes = {name: value for name, value in _body(call).items() if name not in ("id", "_id")}
        record = table.change(record["id"], changes)
    return Result(_filled(endpoint.answer, _shown(record)))


def _list(world: World, call: Call) -> Any:
    endpoint = call.endpoint
    if isinstance(endpoint.answer, list):
        if not _is_resource_path(endpoint.path):
            return []
        record = endpoint.answer[0]
        return [_filled(record, _shown(each)) for each in world.state[_name(endpoint.path, call)]]
    if "{" in endpoint.path:
        raise missing(call, "such record")
    return _filled(endpoint.answer, {})


def _add(table: Table, endpoint: Endpoint, call: Call) -> Any:
    body = _body(call)
    name = body.get("name")
    if isinstance(name, str) and any(each.get("name") == name for each in table):
        codes = [each.unique for each in endpoint.codes if each.status == 409 and each.unique is not None]
        if codes:
            raise invalid(call, f"There is a record with the name {name[:100]!r} already", *codes)
    shape = endpoint.answer[0] if isinstance(endpoint.answer, list) else endpoint.answer
    record = table.add({key: value for key, value in body.items() if key != "id"} | {"_id": body.get("id")})
    filled = _filled(shape, _shown(record))
    return [filled] if isinstance(endpoint.answer, list) else filled


def _body(call: Call) -> dict[str, Any]:
    query = {name: call.values[name] for name in _FILLED_FIELDS if name in call.values}
    return {**query, **(call.body if isinstance(call.body, dict) else {})}


def _record(table: Table, call: Call, key: str) -> dict[str, Any]:
    for record in table:
        shown = _shown(record)
        if any(str(shown.get(name)) == key for name in _KEYS):
            return record
    raise missing(call, f"record {key[:100]!r}")


def _shown(record: Mapping[str, Any]) -> Mapping[str, Any]:
    own = record.get("_id")
    return record if own is None else {**record, "id": own}


def _name(path: str, call: Call) -> str:
    """The table of a path: the path, with the values of the parameters in it."""
    return re.sub(r"\{(\w+)\}", lambda found: call.values.get(found[1], ""), path)


def _is_resource(endpoint: Endpoint) -> bool:
    return endpoint.method == "POST" and _is_resource_path(endpoint.path)


@cache
def _is_resource_path(path: str) -> bool:
    """Whether records are made by a path: it has a POST, and its items a GET. Tasks have none that this model makes."""
    api = description()
    keys = {each.key for each in api.endpoints}
    if f"POST {path}" not in keys or "_tasks" in path.rsplit("/", 1)[-1]:
        return False
    return any(
        each.method == "GET" and (found := _LAST.match(each.path)) and found[1] == path for each in api.endpoints
    )


def _filled(shape: Shape | None, value: Any) -> Any:
    """A value of the shape, with what is given in it, and something plain elsewhere."""
    if shape is None:
        return None
    if isinstance(shape, Mapping):
        if ANY_NAME in shape:
            return value if isinstance(value, dict) else {}
        given = value if isinstance(value, Mapping) else {}
        return {name: _filled(inner, given.get(name)) for name, inner in shape.items()}
    if not isinstance(shape, str):
        return [_filled(shape[0], each) for each in value] if isinstance(value, list) else []
    if value is not None and not any(misfits(shape, value)):
        return value
    options = choices(shape)
    return options[0] if options else {"boolean": False}.get(shape)
