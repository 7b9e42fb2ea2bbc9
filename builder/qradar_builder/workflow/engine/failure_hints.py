"""What the State tells of a failure: which paths of the action led nowhere, and which are empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qradar_builder.jpath import JPathError, Missing
from qradar_builder.workflow.engine.failure import IN_QRADAR
from qradar_builder.workflow.engine.paths.bookmarks import empty_value, is_empty, value_at
from qradar_builder.workflow.engine.paths.lost import explain_missing
from qradar_builder.workflow.engine.paths.of_actions import posts, read_by
from qradar_builder.workflow.engine.paths.shape import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.workflow.engine.effects import Outcome
    from qradar_builder.workflow.engine.state import State

_MOST = 6


def failure_hints(element: Element, workflow: Workflow, root: dict[str, Any], attribute: str = "") -> tuple[str, ...]:
    """What is to be known of the paths that a failed action read, at most six lines.

    With `attribute`, of those only that belong to it.
    """
    found: dict[str, None] = {}
    for use in read_by(element):
        if attribute and use.attribute != attribute:
            continue
        try:
            for hint in _hints(use.path, element, workflow, root):
                found[hint] = None
        except JPathError:
            continue
    return tuple(found)[:_MOST]


def with_hints(outcome: Outcome, error: Exception, element: Element, workflow: Workflow, state: State) -> Outcome:
    """The outcome of a failure with its hints, without secrets.

    Where the URL is wrong because a value in it is empty, that takes the place of advice on the form of URLs.
    """
    redact = state.secrets.redact
    hints = tuple(map(redact, failure_hints(element, workflow, state.root)))
    about = failure_hints(element, workflow, state.root, "url") if getattr(error, "attribute", "") == "url" else ()
    if about:
        outcome = replace(outcome, help=f"{redact(about[0])}; {IN_QRADAR}")
        hints = hints[1:] if hints[:1] == (redact(about[0]),) else hints
    return replace(outcome, hints=hints)


def _hints(path: str, element: Element, workflow: Workflow, root: dict[str, Any]) -> Iterator[str]:
    value = value_at(path, root)
    if value is Missing:
        parameter = next((each for each in workflow.parameters if f"/{each.name}" == path), None)
        if parameter is not None:
            yield f"`{path}` is missing: the parameter `{parameter.name}` has no value"
            return
        explained = explain_missing(path, root)
        yield f"`{path}` is missing{f': {explained}' if explained else ''}"
    elif is_empty(value):
        yield empty_value(path, value, workflow, element)
    elif (posts(element) or element.name in ("ForEach", "Merge")) and not isinstance(value, list):
        yield from _other_shape(path, value)


def _other_shape(path: str, value: object) -> Iterator[str]:
    arrays = [key for key, each in value.items() if isinstance(each, list)] if isinstance(value, dict) else []
    meant = f"; did you mean {' or '.join(f'`{path}/{key}`' for key in arrays[:3])}?" if arrays else ""
    advice = ""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        advice = f'; it is not parsed as JSON: use Set with value="${{{path}}}" to convert it to an object or array'
    yield f"`{path}` is {shape_of(value)}{meant}{advice}"
