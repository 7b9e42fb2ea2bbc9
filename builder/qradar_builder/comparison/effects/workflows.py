"""Kinds of changes to workflows: parameters, what is kept between polls, requests and events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Change, Operation
from qradar_builder.comparison.effects.rule import ANY, Kinds
from qradar_builder.comparison.model import Kind, Part
from qradar_builder.model.workflow.document import SchemaVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDED, _REMOVED, _CHANGED, _MOVED, _RENAMED = Operation
_HOST: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]*)")
_POSTS: Final = frozenset({"PostEvent", "PostEvents"})

WORKFLOWS: Final[Kinds] = {
    (Kind.WORKFLOW, _ADDED, None): "workflow/added",
    (Kind.WORKFLOW, _REMOVED, None): "workflow/removed",
    (Kind.WORKFLOW, _RENAMED, None): "workflow/key",
    (Kind.WORKFLOW, _CHANGED, ANY): "workflow/changed",
    (Kind.BOOKMARK, _ADDED, None): "workflow/bookmark-added",
    (Kind.BOOKMARK, _REMOVED, None): "workflow/bookmark-removed",
    (Kind.PARAMETER, _REMOVED, None): "parameter/removed",
    (Kind.PARAMETER, _MOVED, None): "parameter/moved",
    (Kind.PARAMETER, _CHANGED, ANY): "parameter/text",
    (Kind.ACTION, _REMOVED, None): "action/removed",
    (Kind.ACTION, _ADDED, None): "action/added",
    (Kind.ACTION, _MOVED, None): "action/moved",
    (Kind.ACTION, _CHANGED, ANY): "action/changed",
    (Kind.ELEMENT, _ADDED, None): "request/added",
    (Kind.ELEMENT, _REMOVED, None): "request/removed",
    (Kind.ELEMENT, _MOVED, None): "request/moved",
    (Kind.ELEMENT, _CHANGED, ANY): "request/changed",
    (Kind.TEST, _ADDED, None): "test/added",
    (Kind.TEST, _REMOVED, None): "test/removed",
    (Kind.TEST, _MOVED, None): "test/moved",
    (Kind.TEST, _CHANGED, ANY): "test/changed",
}


def of_workflow(change: Change, part: Part | None) -> str | None:
    """The kind of a change in a workflow that depends on more than its kind; `part` is the part as it is now."""
    name = {
        Kind.WORKFLOW: _of_values,
        Kind.PARAMETER: _of_parameter,
        Kind.ACTION: _of_action,
    }
    find = name.get(change.kind) if change.kind is not None else None
    return None if find is None else find(change, part)


def host_of(url: object) -> str | None:
    """The host of a URL as it is written, which can hold templates; None where it has none."""
    match = _HOST.match(str(url))
    return match[1] if match else None


def _of_values(change: Change, _: Part | None) -> str | None:
    if change.attribute == "schema" and change.old is not None and change.new is not None:
        raised = SchemaVersion(str(change.new)) > SchemaVersion(str(change.old))
        return "workflow/schema-raised" if raised else "workflow/schema-lowered"
    if change.attribute == "minimum recurrence":
        raised = _seconds(change.new) > _seconds(change.old)
        return "workflow/recurrence-raised" if raised else "workflow/recurrence-lowered"
    return None


def _seconds(value: object) -> int:
    text = str(value or 0)
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _of_parameter(change: Change, part: Part | None) -> str | None:
    if change.operation is _ADDED and isinstance(change.new, Part):
        needed = change.new.get("required") and change.new.get("default") is None
        return "parameter/added-required" if needed else "parameter/added"
    if change.attribute == "required":
        has_default = part is not None and part.get("default") is not None
        return (
            "parameter/optional"
            if not change.new
            else "parameter/required-with-default"
            if has_default
            else "parameter/required"
        )
    if change.attribute == "secret":
        return "parameter/secret" if change.new else "parameter/not-secret"
    if change.attribute == "default":
        return (
            "parameter/default-added"
            if change.old is None
            else "parameter/default-removed"
            if change.new is None
            else "parameter/default-changed"
        )
    return None


def _of_action(change: Change, part: Part | None) -> str | None:
    if change.operation is _REMOVED and isinstance(change.old, Part):
        return "action/post-removed" if _POSTS & set(_elements(change.old)) else None
    if change.operation is _ADDED and isinstance(change.new, Part):
        elements = set(_elements(change.new))
        return "action/post-added" if _POSTS & elements else "action/call-added" if "CallEndpoint" in elements else None
    element = None if part is None else part.get("element")
    if element in _POSTS and change.attribute == "source":
        return "action/source"
    if element == "CallEndpoint" and change.attribute == "url":
        host = host_of(change.new)
        return (
            "request/host" if host is not None and "${" not in host and host != host_of(change.old) else "request/url"
        )
    return None


def _elements(part: Part) -> Iterator[str]:
    """The names of an action and all actions in it."""
    yield str(part.get("element"))
    for child in part.listed(Kind.ACTION):
        yield from _elements(child)
