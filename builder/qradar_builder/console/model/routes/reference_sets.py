"""Reference sets and their entries, one by one and in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.routes.route import found, given, invalid, refused
from qradar_builder.console.model.state.made import new_set
from qradar_builder.console.model.tasks import COMPLETED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_PATH: Final = "/reference_data_collections"
_SETS: Final = f"{_PATH}/sets"
_ENTRIES: Final = f"{_PATH}/set_entries"
BULK, DELETE = "update_set_entries", "delete_set"
_LONGEST: Final = 255
_OWN: Final = ("id", "creation_time", "number_of_entries", "delete_entries", "global_id")


def _add_set(world: World, call: Call) -> Result:
    body, sets = call.body, world.state["sets"]
    name = body["name"]
    if not name.strip() or len(name) > _LONGEST:
        raise invalid(call, f"name must have 1 to {_LONGEST} characters", 10001)
    if sets.find(name=name):
        raise refused(call, f"There is a reference set {name!r} already", (409, 10006))
    fields = {key: value for key, value in body.items() if value is not None and key not in _OWN}
    return Result(sets.add(new_set(now=world.now(), **fields)))


def _set(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["sets"], call.number("id"), "reference set")


def _change_set(world: World, call: Call) -> Result:
    record = _set(world, call)
    changes = given(call.body, ("description", "expiry_type", "expired_log_option", "time_to_live"))
    return Result(world.state["sets"].change(record["id"], changes))


def _delete_set(world: World, call: Call) -> Result:
    record = _set(world, call)
    return Result(world.tasks.start(DELETE, "Removal of a reference set", call.caller.name, number=record["id"]))


def delete_set(world: World, number: int) -> None:
    """Remove a reference set with its entries."""
    for each in world.state["set_entries"].find(collection_id=number):
        world.state["set_entries"].remove(each["id"])
    if world.state["sets"].get(number) is not None:
        world.state["sets"].remove(number)


def _put_entry(world: World, body: Mapping[str, Any]) -> dict[str, Any]:
    """Add an entry, or update the time of the one that is there. Raises KeyError where there is no such set."""
    entries, sets = world.state["set_entries"], world.state["sets"]
    owner = sets.get(body["collection_id"])
    if owner is None:
        raise KeyError(body["collection_id"])
    now = world.now()
    key = {"collection_id": owner["id"], "value": body["value"], "domain_id": body.get("domain_id")}
    there = next(iter(entries.find(**key)), None)
    more = given(body, ("source", "notes"))
    if there is not None:
        return entries.change(there["id"], {"last_seen": now, **more})
    sets.change(owner["id"], {"number_of_entries": owner["number_of_entries"] + 1})
    record = {**key, "first_seen": now, "last_seen": now, "source": "reference data api", "notes": None, **more}
    return entries.add({**record, "delete_entry": None})


def _add_entry(world: World, call: Call) -> Result:
    try:
        return Result(_put_entry(world, call.body))
    except KeyError as number:
        raise invalid(call, f"There is no reference set {number}", 20001) from None


def _entry(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["set_entries"], call.number("id"), "entry")


def _change_entry(world: World, call: Call) -> Result:
    record = _entry(world, call)
    return Result(world.state["set_entries"].change(record["id"], given(call.body, ("source", "notes"))))


def _delete_entry(world: World, call: Call) -> Result:
    _remove_entry(world, _entry(world, call))
    return Result()


def _remove_entry(world: World, record: Mapping[str, Any]) -> None:
    world.state["set_entries"].remove(record["id"])
    owner = world.state["sets"].get(record["collection_id"])
    if owner is not None:
        world.state["sets"].change(owner["id"], {"number_of_entries": owner["number_of_entries"] - 1})


def _bulk(world: World, call: Call) -> Result:
    return Result(world.tasks.start(BULK, "Update of reference set entries", call.caller.name, entries=call.body))


def update_entries(world: World, entries: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Do the work of an update in bulk. Gives an answer for each entry."""
    answers = []
    for each in entries:
        try:
            if each.get("delete_entry"):
                for record in world.state["set_entries"].find(collection_id=each["collection_id"], value=each["value"]):
                    _remove_entry(world, record)
            else:
                _put_entry(world, each)
        except KeyError as number:
            answers.append({"http_status": 422, "unique_code": 20001, "message": f"There is no reference set {number}"})
        else:
            answers.append({"http_status": 200, "unique_code": 0, "message": ""})
    return answers


def _task(world: World, call: Call) -> Result:
    return Result(found(call, world.state["tasks"], call.number("task_status_id"), "task"))


def _results(world: World, call: Call) -> Result:
    task = found(call, world.state["tasks"], call.number("task_status_id"), "task")
    if task["_kind"] != BULK or task["status"] != COMPLETED:
        raise Refused(404, 23003, "The task has no results")
    answers = task["_results"]
    good = sum(1 for each in answers if each["http_status"] == 200)
    status = "COMPLETE_UPDATE_PERFORMED" if good == len(answers) else "PARTIAL_UPDATE_PERFORMED"
    status = status if good or not answers else "UPDATE_ABORTED"
    counts = {"successful_responses": good, "total_responses": len(answers)}
    return Result({"id": task["id"], "status": status, "responses": answers, **counts})


ROUTES: Routes = {
    f"GET {_SETS}": lambda world, _: Result(world.state["sets"]),
    f"POST {_SETS}": _add_set,
    f"GET {_SETS}/{{id}}": lambda world, call: Result(_set(world, call)),
    f"POST {_SETS}/{{id}}": _change_set,
    f"DELETE {_SETS}/{{id}}": _delete_set,
    f"GET {_ENTRIES}": lambda world, _: Result(world.state["set_entries"]),
    f"POST {_ENTRIES}": _add_entry,
    f"PATCH {_ENTRIES}": _bulk,
    f"GET {_ENTRIES}/{{id}}": lambda world, call: Result(_entry(world, call)),
    f"POST {_ENTRIES}/{{id}}": _change_entry,
    f"DELETE {_ENTRIES}/{{id}}": _delete_entry,
    f"GET {_PATH}/set_bulk_update_tasks/{{task_status_id}}": _task,
    f"GET {_PATH}/set_bulk_update_tasks/{{task_status_id}}/results": _results,
    f"GET {_PATH}/set_delete_tasks/{{task_status_id}}": _task,
}
