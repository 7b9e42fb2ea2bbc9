"""Bookmarks: what a run leaves in the State for the next one, and what becomes of it when it is empty."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qradar_builder.jpath import Environment, JPathError, Missing, compile_path
from qradar_builder.workflow.engine.paths.lost import explain_missing
from qradar_builder.workflow.engine.paths.of_actions import actions, read_by, written_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath import StatePath
    from qradar_builder.model.workflow.document import Element, Workflow


def writers_of(path: str, workflow: Workflow) -> list[Element]:
    """The actions that write a path, in the order of the document; Initialize is among them."""
    found = []
    for element in actions(workflow):
        use = written_by(element)
        if use is not None and (use.path == path or use.path.startswith(f"{path}/")):
            found.append(element)
    return found


def bookmarks(workflow: Workflow) -> list[str]:
    """The paths that a run reads before it writes them, other than by Initialize, and writes later on."""
    written: set[str] = set()
    early: dict[str, None] = {}
    parameters = {f"/{parameter.name}" for parameter in workflow.parameters}
    for element in actions(workflow):
        for use in read_by(element):
            if use.path not in written and use.path not in parameters:
                early[use.path] = None
        target = written_by(element)
        if target is not None and element.name != "Initialize":
            written.add(target.path)
    return [path for path in early if path in written]


def emptied(workflow: Workflow, before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[Element, str, str]]:
    """The bookmarks that a run has left empty so that each further run begins with them.

    Each is the action that wrote it, what is wrong, and what to do.
    """
    for path in bookmarks(workflow):
        old, new = value_at(path, before), value_at(path, after)
        writers = [each for each in writers_of(path, workflow) if each.name != "Initialize"]
        if not writers or not is_empty(new) or (old == new and type(old) is type(new)):
            continue
        starts = [each for each in writers_of(path, workflow) if each.name == "Initialize"]
        if new is None and starts:
            # Initialize sets what is null.
            continue
        writer = writers[-1]
        message = f"`{path}` is {said(new)} after this run, and does not change: every later run starts with it"
        if starts:
            message += f" (Initialize in line {starts[0].origin.locate().line} sets only what is missing or null)"
        yield writer, message, f"{_reason(writer, after)}{_GUARD}"


_GUARD = "put it in an If, so that it is written only if there is a value, for example with `not empty(/key)`"


def _reason(writer: Element, root: dict[str, Any]) -> str:
    """Which path of the writer led nowhere."""
    for use in read_by(writer):
        value = value_at(use.path, root)
        if value is Missing:
            found = explain_missing(use.path, root)
            return f"`{use.path}` is missing{f': {found}' if found else ''}; "
        if is_empty(value):
            return f"`{use.path}` is {said(value)}; "
    return ""


def empty_value(path: str, value: object, workflow: Workflow, element: Element) -> str:
    """What is said of a path that is empty where an action needs it: who wrote it, and that it stays so."""
    parameter = next((each for each in workflow.parameters if f"/{each.name}" == path), None)
    if parameter is not None:
        return f"`{path}` is {said(value)}: the parameter `{parameter.name}` has no value"
    writers = writers_of(path, workflow)
    setters = [each for each in writers if each.name != "Initialize"]
    if not setters:
        start = f": {_placed(writers[0])} writes it" if writers else ""
        return f"`{path}` is {said(value)}{start}"
    message = f"`{path}` is {said(value)}: {' and '.join(_placed(each) for each in setters[:3])} writes it"
    if path in bookmarks(workflow):
        message += (
            f", and nothing sets a value before line {element.origin.locate().line}: every later run fails here "
            f"until you reset the State; {_GUARD}"
        )
    return message


def value_at(path: str, root: dict[str, Any]) -> object:
    """The value at a path, or Missing."""
    try:
        return _compiled(path).get(root)
    except JPathError:
        return Missing


@lru_cache(maxsize=256)
def _compiled(path: str) -> StatePath:
    return compile_path(path, Environment())


def is_empty(value: object) -> bool:
    """Whether a value is null or the empty text."""
    return value is None or value == ""


def said(value: object) -> str:
    """An empty value for a message."""
    return "null" if value is None else "''"


def _placed(element: Element) -> str:
    return f"{element.name} in line {element.origin.locate().line}"
