"""Extensions: upload, preview, install, uninstall, and the tasks of these.

Choices: semantics.UPLOADS, semantics.ACTIONS, semantics.UNINSTALL.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.content.install import Clash, Installation
from qradar_builder.console.model.content.items import items
from qradar_builder.console.model.content.upload import NotValid, Upload, read_upload
from qradar_builder.console.model.refusal import Refused
from qradar_builder.console.model.routes.deploy import stage
from qradar_builder.console.model.routes.route import found, missing
from qradar_builder.console.model.tasks import COMPLETED, TaskFailed
from qradar_builder.reference.versions import UnknownVersion, qradar_version

if TYPE_CHECKING:
    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World
    from qradar_builder.package.extension.content_reader import ContentTables

_PATH: Final = "/config/extension_management/extensions"
_TASKS: Final = "/config/extension_management/extensions_task_status"
INSTALL, PREVIEW, UNINSTALL = "install_extension", "preview_extension", "uninstall_extension"
_KINDS: Final = (INSTALL, PREVIEW, UNINSTALL)
_UPLOADED, _INSTALLED, _FAILED = "UPLOADED", "INSTALLED", "INSTALL_FAILED"


def _upload(world: World, call: Call) -> Result:
    try:
        upload = read_upload(call.body, call.file_name)
    except NotValid as wrong:
        code = 22616 if wrong.in_manifest else 22607
        raise Refused(422, code, str(wrong)) from None
    extensions = world.state["extensions"]
    if upload.hub_id is not None and extensions.find(_hub_id=upload.hub_id, version=upload.version):
        text = (
            f"An extension with the hub id {upload.hub_id[:200]!r} and the version {upload.version!r} is here already"
        )
        raise Refused(409, 22613, text)
    now = world.now()
    return Result(
        extensions.add(
            {
                "name": upload.name,
                "description": upload.description,
                "author": upload.author if upload.author is not None else call.caller.name,
                "authored_by_email": upload.email,
                "version": upload.version,
                "supported_languages": list(upload.languages),
                "exported_qradar_version": upload.tables.version,
                "min_qradar_version": upload.minimum,
                "file_location": f"/store/cmt/{call.file_name[:100]}",
                "size": len(call.body),
                "signed": "NOT_SIGNED",
                "signer_subject": None,
                "signer_date": None,
                "validation_date": None,
                "beta": False,
                "fips_compliant": False,
                "added_by": call.caller.name,
                "add_time": now,
                "installed_by": None,
                "install_time": None,
                "full_uninstall": False,
                "content_operation_error": None,
                "status": _UPLOADED,
                "contents": _contents(upload.tables),
                "_hub_id": upload.hub_id,
                "_file": base64.b64encode(call.body).decode("ascii"),
                "_file_name": call.file_name,
            }
        )
    )


def _contents(tables: ContentTables) -> list[dict[str, Any]]:
    return [
        {
            "content_type_id": each.content_type,
            "content_type_name": each.table,
            "identifier": each.name,
            "content_metadata": None,
        }
        for each in items(tables)
    ]


def _shown(record: dict[str, Any], call: Call) -> dict[str, Any]:
    limit = call.text("content_limit")
    return record if limit is None else {**record, "contents": record["contents"][: max(0, int(limit))]}


def _list(world: World, call: Call) -> Result:
    if call.text("content_limit") is not None and call.number("content_limit") < 0:
        raise Refused(422, 22608, "content_limit must not be negative")
    return Result([_shown(each, call) for each in world.state["extensions"]])


def _extension(world: World, call: Call) -> dict[str, Any]:
    return found(call, world.state["extensions"], call.number("extension_id"), "extension")


def _act(world: World, call: Call) -> Result:
    record = _extension(world, call)
    action = call.values["action_type"]
    if action not in ("INSTALL", "PREVIEW"):
        raise Refused(422, 22605, "action_type must be INSTALL or PREVIEW")
    _refuse_a_second_task(world, record)
    if action == "INSTALL" and record["status"] == _INSTALLED:
        raise Refused(409, 22612, "The extension is installed already")
    kind = INSTALL if action == "INSTALL" else PREVIEW
    before = record["status"]
    world.state["extensions"].change(record["id"], {"status": "INSTALLING" if kind == INSTALL else "PREVIEWING"})
    overwrite = call.flag("overwrite", default=False)
    name = f"{'Installation' if kind == INSTALL else 'Preview'} of the extension {record['name']}"
    return _started(world, kind, name, call, number=record["id"], overwrite=overwrite, before=before)


def _delete(world: World, call: Call) -> Result:
    record = _extension(world, call)
    _refuse_a_second_task(world, record)
    before = record["status"]
    world.state["extensions"].change(record["id"], {"status": "UNINSTALLING"})
    name = f"Removal of the extension {record['name']}"
    return _started(world, UNINSTALL, name, call, number=record["id"], before=before)


def _refuse_a_second_task(world: World, record: dict[str, Any]) -> None:
    running = world.tasks.open(*_KINDS)
    if any(each["_arguments"]["number"] == record["id"] for each in running):
        raise Refused(409, 22611, "A task for this extension is in process")
    if running:
        raise Refused(409, 22618, "A task for another extension is in process")


def _started(world: World, kind: str, name: str, call: Call, **arguments: Any) -> Result:
    task = world.tasks.start(kind, name, call.caller.name, **arguments)
    location = f"{_TASKS}/{task['id']}"
    world.state["tasks"].change(task["id"], {"result_url": f"{location}/results"})
    return Result({"status_id": task["id"], "message": task["message"], "status_location": location})


def work(world: World, task: dict[str, Any]) -> Any:
    """Do the work of a task for an extension."""
    arguments, extensions = task["_arguments"], world.state["extensions"]
    record = extensions.get(arguments["number"])
    if record is None:
        raise TaskFailed("The extension is no longer here")
    kind = task["_kind"]
    if kind == UNINSTALL:
        extensions.remove(record["id"])
        return []
    upload = read_upload(base64.b64decode(record["_file"]), record["_file_name"])
    try:
        _check_builds(upload, world.build)
        installation = Installation(world.state, upload.tables, overwrite=arguments["overwrite"], now=world.now())
        results = installation.preview() if kind == PREVIEW else installation.install()
    except Clash as clash:
        failed = {"status": arguments["before"] if kind == PREVIEW else _FAILED}
        extensions.change(record["id"], {**failed, "content_operation_error": str(clash)})
        raise TaskFailed(f"The extension cannot be installed: {clash}") from None
    if kind == PREVIEW:
        extensions.change(record["id"], {"status": arguments["before"]})
        return results
    for other in extensions.find(_hub_id=record["_hub_id"]) if record["_hub_id"] is not None else ():
        if other["id"] != record["id"] and other["status"] == _INSTALLED:
            extensions.remove(other["id"])
    done = {"status": _INSTALLED, "installed_by": task["created_by"], "install_time": world.now()}
    extensions.change(record["id"], {**done, "content_operation_error": None})
    stage(world, f"extension {record['name']}")
    return results


def _check_builds(upload: Upload, build: str) -> None:
    """Content of a newer console, or for a newer one, is not installed (IBM documentation on importing content)."""
    for text, what in ((upload.tables.version, "was exported from"), (upload.minimum, "needs")):
        try:
            if text and qradar_version(text) > qradar_version(build):
                raise Clash(f"it {what} QRadar {text}, and this console is {build}")
        except UnknownVersion:
            continue


def _task(world: World, call: Call) -> Result:
    return Result(found(call, world.state["tasks"], call.number("status_id"), "task"))


def results(world: World, call: Call, number: int) -> Result:
    """The results of a task, once it is complete."""
    task = found(call, world.state["tasks"], number, "task")
    if task["status"] != COMPLETED or task["_results"] is None:
        raise Refused(404, 22614, "The task has no results")
    content = task["_results"] if isinstance(task["_results"], list) else []
    return Result({"id": task["id"], "task_type": task["_kind"].upper(), "content": content})


def _metadata(world: World, call: Call) -> Result:
    _extension(world, call)
    raise missing(call, "app in the extension")


ROUTES: Routes = {
    f"GET {_PATH}": _list,
    f"POST {_PATH}": _upload,
    f"GET {_PATH}/{{extension_id}}": lambda world, call: Result(_shown(_extension(world, call), call)),
    f"POST {_PATH}/{{extension_id}}": _act,
    f"DELETE {_PATH}/{{extension_id}}": _delete,
    f"POST {_PATH}/{{extension_id}}/metadata": _metadata,
    f"GET {_TASKS}/{{status_id}}": _task,
    f"GET {_TASKS}/{{status_id}}/results": lambda world, call: results(world, call, call.number("status_id")),
}
