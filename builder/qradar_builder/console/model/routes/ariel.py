"""Searches of events by AQL. Choice: semantics.AQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.events.aql import FIELDS, WrongQuery, read_query
from qradar_builder.console.model.events.search import run_query
from qradar_builder.console.model.listing.filter import WrongFilter
from qradar_builder.console.model.listing.part import content_range, part_of
from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.routes.route import missing
from qradar_builder.console.model.state.shipped import stable_uuid

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_SEARCHES: Final = "/ariel/searches"
_RETENTION: Final = 86_400_000
_MOST_SEARCHES: Final = 1000
_DATABASE: Final = "events"


def _start(world: World, call: Call) -> Result:
    text = call.text("query_expression")
    if text is None:
        if call.text("saved_search_id") is not None:
            raise Refused(404, 1002, "There is no saved search of this number")
        raise Refused(422, 1005, "query_expression is missing")
    try:
        query = read_query(text)
    except WrongQuery as wrong:
        raise Refused(422, 2000, str(wrong)) from None
    now, searches = world.now(), world.state["searches"]
    rows = run_query(query, world.events.since(now - query.span), world.state)
    for each in list(searches)[: max(0, len(searches) - _MOST_SEARCHES + 1)]:
        searches.remove(each["id"])
    identity = stable_uuid("search", now, len(searches), text)
    fields = {"search_id": identity, "query_string": text, "_rows": rows, "_started": now, "_state": None}
    return Result(_shown(world, searches.add({**fields, "_columns": [each.name for each in query.columns]})))


def _search(world: World, call: Call) -> dict[str, Any]:
    record = world.state["searches"].first(search_id=call.values["search_id"])
    if record is None:
        raise missing(call, "search of this id")
    return record


def _status(world: World, record: dict[str, Any]) -> str:
    if record["_state"] is not None:
        return str(record["_state"])
    passed = world.now() - record["_started"]
    if passed >= world.tasks.duration and not world.tasks.never_end:
        return "COMPLETED"
    return "EXECUTE" if passed * 4 >= world.tasks.duration else "WAIT"


def _shown(world: World, record: dict[str, Any]) -> dict[str, Any]:
    status = _status(world, record)
    done = status == "COMPLETED"
    count = len(record["_rows"]) if done else 0
    numbers = ("compressed_data_file_count", "compressed_data_total_size", "data_file_count", "data_total_size",
               "index_file_count", "index_total_size")  # fmt: skip
    return {
        **dict.fromkeys(numbers, 0),
        "cursor_id": record["search_id"],
        "search_id": record["search_id"],
        "query_string": record["query_string"],
        "status": status,
        "progress": 100 if done else 0,
        "progress_details": [],
        "record_count": count,
        "processed_record_count": count,
        "query_execution_time": world.tasks.duration if done else 0,
        "desired_retention_time_msec": _RETENTION,
        "save_results": False,
        "error_messages": [],
        "snapshot": {"events": []},
        "subsearch_ids": [],
    }


def _change(world: World, call: Call) -> Result:
    record = _search(world, call)
    status = call.text("status")
    if status not in (None, "CANCELED"):
        raise Refused(422, 1005, "status can only be CANCELED")
    if status is not None and _status(world, record) != "COMPLETED":
        world.state["searches"].change(record["id"], {"_state": status})
    return Result(_shown(world, record))


def _delete(world: World, call: Call) -> Result:
    record = _search(world, call)
    shown = _shown(world, record)
    world.state["searches"].remove(record["id"])
    return Result(shown)


def _results(world: World, call: Call) -> Result:
    record = _search(world, call)
    if _status(world, record) != "COMPLETED":
        raise Refused(404, 1003, "The results of the search are not ready")
    rows, header = record["_rows"], call.text("Range")
    if header is None:
        return Result({_DATABASE: rows})
    try:
        part = part_of(header)
    except WrongFilter as wrong:
        raise Refused(422, 1005, str(wrong)) from None
    return Result({_DATABASE: rows[part]}, extent=content_range(part, len(rows)))


def _metadata(world: World, call: Call) -> Result:
    return Result({"columns": [_column(each) for each in _search(world, call)["_columns"]]})


def _column(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "argument_type": None,
        "indexable": False,
        "nullable": True,
        "object_value_type": "String",
        "provider_name": None,
    }


def _validate(_: World, call: Call) -> Result:
    try:
        read_query(call.values["query_expression"])
    except WrongQuery as wrong:
        message = {"code": 2000, "contexts": [], "message": str(wrong), "severity": "ERROR"}
        return Result({"error_messages": [message]})
    return Result({"error_messages": []})


def _database(_: World, call: Call) -> Result:
    if call.values["database_name"] != _DATABASE:
        raise missing(call, "such database in the model")
    return Result({"columns": [_column(each) for each in sorted(FIELDS)]})


ROUTES: Routes = {
    f"GET {_SEARCHES}": lambda world, _: Result([each["search_id"] for each in world.state["searches"]]),
    f"POST {_SEARCHES}": _start,
    f"GET {_SEARCHES}/{{search_id}}": lambda world, call: Result(_shown(world, _search(world, call))),
    f"POST {_SEARCHES}/{{search_id}}": _change,
    f"DELETE {_SEARCHES}/{{search_id}}": _delete,
    f"GET {_SEARCHES}/{{search_id}}/results": _results,
    f"GET {_SEARCHES}/{{search_id}}/metadata": _metadata,
    "POST /ariel/validators/aql": _validate,
    "GET /ariel/databases": lambda _, __: Result([_DATABASE]),
    "GET /ariel/databases/{database_name}": _database,
}
