"""Endpoints that IBM does not document: they answer with the header `Allow-Hidden: true` only.

They were in a client that was generated from a console of 2020. Choice: semantics.HIDDEN.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import found, invalid, refused
from qradar_builder.console.model.state.shipped import stable_uuid
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Findings
from qradar_builder.reference.console_api.description import Match, description
from qradar_builder.reference.console_api.endpoints import Body, Code, Endpoint, Parameter, Place

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

HEADER: Final = "Allow-Hidden"
_PATH: Final = "/config/event_sources/log_source_extensions"
_ITEM: Final = "log_source_extension_id"
_SHAPE: Final = {
    "id": "integer",
    "name": "string",
    "description": "string",
    "enabled": "boolean",
    "use_condition": "integer",
    "uuid": "string",
    "xml": "string",
}
_ONE: Final = re.compile(rf"{_PATH}/([^/]+)\Z")
_FIRST_ID: Final = 100_000
_LONGEST_NAME: Final = 255


def _endpoint(number: int, method: str, path: str, answer: Any, *, body: Body | None = None) -> Endpoint:
    parameters = [Parameter(_ITEM, Place.PATH, "Integer", required=True)] if "{" in path else []
    if method == "GET":
        parameters.append(Parameter("fields", Place.QUERY, "String"))
    if isinstance(answer, list):
        parameters += [Parameter("filter", Place.QUERY, "String"), Parameter("Range", Place.HEADER, "String")]
    status = {"POST": 201, "DELETE": 204}.get(method, 200)
    codes = (Code(status), Code(404, 1002), Code(409, 1004), Code(422, 1005))
    versions = description().versions
    return Endpoint(_FIRST_ID + number, method, path, versions, tuple(parameters), codes, body, answer)


def hidden_match(method: str, path: str) -> Match | None:
    """The hidden endpoint of a method and a path below `/api`."""
    one = f"{_PATH}/{{{_ITEM}}}"
    item = _ONE.match(path)
    if path == _PATH and method == "GET":
        return Match(_endpoint(1, method, path, [_SHAPE]), {})
    if path == _PATH and method == "POST":
        return Match(_endpoint(2, method, path, _SHAPE, body=Body("file", None)), {})
    if item is not None and method == "GET":
        return Match(_endpoint(3, method, one, _SHAPE), {_ITEM: unquote(item[1])})
    if item is not None and method == "DELETE":
        return Match(_endpoint(4, method, one, None), {_ITEM: unquote(item[1])})
    return None


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    columns = record["_columns"]
    document = base64.b64decode(record["_document"]).decode("utf-8", "replace")
    condition = columns.get("use_condition", "0")
    return {
        **record,
        "enabled": columns.get("enabled", "true") == "true",
        "use_condition": int(condition) if condition.isascii() and condition.isdigit() else 0,
        "xml": document,
    }


def _add(world: World, call: Call) -> Result:
    findings = Findings()
    name = call.file_name.removesuffix(".xml").strip() or "extension"
    if len(name) > _LONGEST_NAME:
        raise invalid(call, f"name must have at most {_LONGEST_NAME} characters")
    if read_lsx(call.body, name, findings) is None:
        reason = next((each.message for each in findings), "")
        raise invalid(call, f"The file is not a log source extension: {reason}")
    if world.state["lsx"].find(name=name):
        raise refused(call, f"There is a log source extension {name!r} already", (409, 1004))
    identity = stable_uuid("lsx", name, world.now())
    document = base64.b64encode(call.body).decode("ascii")
    record = {"name": name, "description": "", "uuid": identity, "_document": document, "_columns": {}}
    return Result(_shown(world.state["lsx"].add(record)))


def _one(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["lsx"], call.number(_ITEM), "log source extension")


def _delete(world: World, call: Call) -> Result:
    record = _one(world, call)
    if any(each["log_source_extension_id"] == record["id"] for each in world.state["types"]):
        raise refused(call, "A log source type has this extension", (409, 1004))
    world.state["lsx"].remove(record["id"])
    return Result()


ROUTES: Routes = {
    f"GET {_PATH}": lambda world, _: Result([_shown(each) for each in world.state["lsx"]]),
    f"POST {_PATH}": _add,
    f"GET {_PATH}/{{{_ITEM}}}": lambda world, call: Result(_shown(_one(world, call))),
    f"DELETE {_PATH}/{{{_ITEM}}}": _delete,
}
