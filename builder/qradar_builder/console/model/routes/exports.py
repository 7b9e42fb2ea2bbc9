"""Exports: a task that makes an extension of what a call chooses, and its file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.content.export import Export, NotExportable, check_export, write_export
from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.routes.extensions import results
from qradar_builder.console.model.routes.route import found
from qradar_builder.console.model.tasks import COMPLETED, TaskFailed

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World

_PATH: Final = "/config/extension_management/extension_export_tasks"
EXPORT: Final = "export_extension"
_CODES: Final = {"configuration": 1021, "related": 1022, "items": 1023, "manifest": 1024}


def _export(world: World, body: dict[str, Any]) -> Export:
    return Export(body["export_contents"], body.get("manifest"), world.build, world.now())


def _start(world: World, call: Call) -> Result:
    try:
        check_export(world.state, _export(world, call.body))
    except NotExportable as wrong:
        raise Refused(422, _CODES[wrong.part], str(wrong)) from None
    task = world.tasks.start(EXPORT, "Export of content", call.caller.name, body=call.body)
    world.state["tasks"].change(task["id"], {"result_url": f"{_PATH}/{task['id']}/results"})
    return Result({"task_id": task["id"], "message": task["message"]})


def work(world: World, task: dict[str, Any]) -> Any:
    """Do the work of an export. What it made is kept as the result of its task."""
    try:
        content = write_export(world.state, _export(world, task["_arguments"]["body"]))
    except NotExportable as wrong:
        raise TaskFailed(str(wrong)) from None
    return base64.b64encode(content).decode("ascii")


def _file(world: World, call: Call) -> Result:
    task = _task(world, call)
    if task["status"] != COMPLETED:
        raise Refused(404, 22604, "The export is not complete")
    return Result(content=base64.b64decode(task["_results"]), media="application/zip")


def _task(world: World, call: Call) -> dict[str, Any]:
    task = found(call, world.state["tasks"], call.number("task_id"), "task")
    if task["_kind"] != EXPORT:
        raise Refused(404, 22604, "The task is not an export")
    return task


def _results(world: World, call: Call) -> Result:
    return results(world, call, _task(world, call)["id"])


ROUTES: Routes = {
    f"POST {_PATH}": _start,
    f"GET {_PATH}/{{task_id}}": lambda world, call: Result(_task(world, call)),
    f"GET {_PATH}/{{task_id}}/results": _results,
    f"GET {_PATH}/{{task_id}}/extension_export": _file,
}
