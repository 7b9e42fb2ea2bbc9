"""Custom properties and their expressions, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import found, given, invalid
from qradar_builder.console.model.state.made import ANY, EXPRESSION_TABLES, new_property
from qradar_builder.console.model.state.shipped import stable_uuid

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World
    from qradar_builder.console.model.state.table import Table

_PATH: Final = "/config/event_sources/custom_properties"
_KINDS: Final = ("string", "numeric", "ip", "port", "time")
_LONGEST_NAME: Final = 255


def _check_property(call: Call, body: dict[str, Any]) -> None:
    if body.get("property_type") is not None and body["property_type"] not in _KINDS:
        raise invalid(call, f"property_type must be one of {', '.join(_KINDS)}")
    if body.get("property_type") == "time" and not (body.get("datetime_format") and body.get("locale")):
        raise invalid(call, "A property of type time needs datetime_format and locale")


def _add_property(world: World, call: Call) -> Result:
    body, properties = call.body, world.state["properties"]
    _check_property(call, body)
    name = body["name"].strip()
    if not name or len(name) > _LONGEST_NAME:
        raise invalid(call, f"name must have 1 to {_LONGEST_NAME} characters")
    if properties.find(name=name):
        raise invalid(call, f"There is a custom property {name!r} already")
    now = world.now()
    fields = given(body, ("use_for_rule_engine", "description", "datetime_format", "locale"))
    fields = {key: value for key, value in fields.items() if value is not None}
    identifier = stable_uuid("property", name, now)
    record = new_property(name, body["property_type"], now, identifier=identifier, username=call.caller.name, **fields)
    return Result(properties.add(record))


def _change_property(world: World, call: Call) -> Result:
    record = _property(world, call)
    names = ("description", "property_type", "use_for_rule_engine", "datetime_format", "locale", "username")
    changes = {name: value for name, value in given(call.body, names).items() if value is not None}
    _check_property(call, {**{name: record[name] for name in names}, **changes})
    return Result(world.state["properties"].change(record["id"], {**changes, "modification_date": world.now()}))


def _property(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["properties"], call.number("regex_property_id"), "custom property")


def _delete_property(world: World, call: Call) -> Result:
    record = _property(world, call)
    task = world.tasks.start("delete_property", "Delete a custom property", call.caller.name, number=record["id"])
    return Result(task)


def delete_property(world: World, number: int) -> None:
    """Delete a property with its expressions."""
    record = world.state["properties"].get(number)
    if record is not None:
        for name in EXPRESSION_TABLES:
            for each in world.state[name].find(regex_property_identifier=record["identifier"]):
                world.state[name].remove(each["id"])
        world.state["properties"].remove(number)


def _delete_task(world: World, call: Call) -> Result:
    return Result(found(call, world.state["tasks"], call.number("task_id"), "task"))


class _Expressions:
    """The routes of the expressions of one kind."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.routes: Routes = {
            f"GET {_PATH}/{name}": lambda world, _: Result(world.state[name]),
            f"POST {_PATH}/{name}": self._add,
            f"GET {_PATH}/{name}/{{expression_id}}": lambda world, call: Result(self._one(world, call)),
            f"POST {_PATH}/{name}/{{expression_id}}": self._change,
            f"DELETE {_PATH}/{name}/{{expression_id}}": self._delete,
        }

    def _table(self, world: World) -> Table:
        return world.state[self._name]

    def _one(self, world: World, call: Call) -> dict[str, Any]:
        return found(call, self._table(world), call.number("expression_id"), "expression")

    def _add(self, world: World, call: Call) -> Result:
        body = {name: value for name, value in call.body.items() if value is not None}
        self._check(world, call, body)
        now = world.now()
        own = ("id", "identifier", "creation_date", "modification_date", "username")
        record = {
            "enabled": True,
            "log_source_id": ANY,
            "qid": ANY,
            "low_level_category_id": ANY,
            **{name: value for name, value in body.items() if name not in own},
            "username": call.caller.name,
            "creation_date": now,
            "modification_date": now,
            "_columns": {},
        }
        if self._name == "property_expressions":
            record = {"capture_group": 1, **record}
        added = self._table(world).add(record)
        identity = stable_uuid("expression", self._name, added["id"], now)
        return Result(self._table(world).change(added["id"], {"identifier": identity}))

    def _change(self, world: World, call: Call) -> Result:
        record = self._one(world, call)
        own = ("id", "identifier", "creation_date", "modification_date")
        changes = {name: value for name, value in call.body.items() if value is not None and name not in own}
        self._check(world, call, changes)
        return Result(self._table(world).change(record["id"], {**changes, "modification_date": world.now()}))

    def _delete(self, world: World, call: Call) -> Result:
        self._table(world).remove(self._one(world, call)["id"])
        return Result()

    def _check(self, world: World, call: Call, body: dict[str, Any]) -> None:
        state = world.state
        identifier = body.get("regex_property_identifier")
        if identifier is not None and not state["properties"].find(identifier=identifier):
            raise invalid(call, f"There is no custom property {identifier[:100]!r}")
        for name, table in (("log_source_type_id", "types"), ("log_source_id", "log_sources")):
            number = body.get(name)
            if number not in (None, ANY) and state[table].get(number) is None:
                raise invalid(call, f"{name} {number} is not on the console")
        if body.get("qid") not in (None, ANY) and not state["qids"].find(qid=body["qid"]):
            raise invalid(call, f"There is no QID {body['qid']}")
        if body.get("low_level_category_id") not in (None, ANY):
            number = body["low_level_category_id"]
            if state["low_level_categories"].get(number) is None:
                raise invalid(call, f"There is no low level category {number}")


ROUTES: Routes = {
    f"GET {_PATH}/regex_properties": lambda world, _: Result(world.state["properties"]),
    f"POST {_PATH}/regex_properties": _add_property,
    f"GET {_PATH}/regex_properties/{{regex_property_id}}": lambda world, call: Result(_property(world, call)),
    f"POST {_PATH}/regex_properties/{{regex_property_id}}": _change_property,
    f"DELETE {_PATH}/regex_properties/{{regex_property_id}}": _delete_property,
    f"GET {_PATH}/regex_property_delete_tasks/{{task_id}}": _delete_task,
    **{key: route for name in EXPRESSION_TABLES for key, route in _Expressions(name).routes.items()},
}
