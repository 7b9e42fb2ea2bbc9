"""Staged changes and their deployment. Choice: semantics.STAGED."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.refusal import Refused

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_PATH: Final = "/staged_config/deploy_status"
_HOST: Final = "127.0.0.1"
_STEPS: Final = (("INITIALIZING", "INITIATING", 0), ("IN_PROGRESS", "IN_PROGRESS", 25), ("COMPLETE", "SUCCESS", 100))


def stage(world: World, what: str) -> None:
    """Note a change that a deployment brings to the hosts."""
    world.state["staged"].add({"what": what})


def _status(world: World) -> dict[str, Any]:
    last = next(reversed(list(world.state["deploys"])), None)
    if last is None:
        return _shape("COMPLETE", "SUCCESS", 100, {"type": "INCREMENTAL", "initiated_by": None, "initiated_from": None})
    passed = world.now() - last["started"]
    step = 2 if passed >= world.tasks.duration else 1 if passed * 4 >= world.tasks.duration else 0
    return _shape(*_STEPS[step], last)


def _shape(status: str, host: str, percent: int, deploy: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": status,
        "percent_complete": percent,
        "type": deploy["type"],
        "initiated_by": deploy["initiated_by"],
        "initiated_from": deploy["initiated_from"],
        "hosts": [{"ip": _HOST, "status": host, "host_status": host}],
    }


def _deploy(world: World, call: Call) -> Result:
    if _status(world)["status"] != "COMPLETE":
        raise Refused(409, 1002, "A deployment is running")
    staged = world.state["staged"]
    if call.body["type"] == "INCREMENTAL" and not len(staged):
        raise Refused(409, 1003, "There is nothing to deploy")
    for each in staged:
        staged.remove(each["id"])
    for each in world.state["log_sources"].find(requires_deploy=True):
        world.state["log_sources"].change(each["id"], {"requires_deploy": False})
    now = world.now()
    fields = {"type": call.body["type"], "initiated_by": call.caller.name, "initiated_from": _HOST, "started": now}
    world.state["deploys"].add(fields)
    return Result(_status(world))


ROUTES: Routes = {f"GET {_PATH}": lambda world, _: Result(_status(world)), f"POST {_PATH}": _deploy}
