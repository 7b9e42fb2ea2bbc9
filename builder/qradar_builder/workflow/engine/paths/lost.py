"""Follows a path that led nowhere: how far it goes, what is there instead, and where the key is that was meant."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.jpath import JPathError, parse
from qradar_builder.jpath.syntax.tree import Key, Number, Path, quoted
from qradar_builder.text.nearest import nearest
from qradar_builder.workflow.engine.paths.shape import keys_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Step: TypeAlias = str | int
"""A key, or the index of an item."""

_LOOKED_AT: Final = 2000
_DEEPEST: Final = 6
_SHOWN: Final = 3
_BARE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def explain_missing(text: str, root: dict[str, Any]) -> str:
    """What there is instead of a path, without the path itself: how far it goes, and what may be meant.

    Empty where it leads somewhere, or is nothing that can be followed, as one with a filter is.
    """
    steps = _steps(text)
    if steps is None:
        return ""
    there, value, rest = _follow(steps, root)
    if not rest:
        return ""
    wanted = rest[0]
    parent = _path(there) or "/"
    if isinstance(wanted, int):
        keys = [each for each in rest[1:2] if isinstance(value, dict) and each in value]
        meant = f"; did you mean `{_path([*there, *rest[1:]])}`?" if keys else ""
        return f"`{parent}` is {shape_of(value)}{meant}"
    parts = [_parent(parent, value, bool(there)), *_advice(steps, there, value, rest, root)]
    return "; ".join(part for part in parts if part)


def explain_empty(text: str, root: dict[str, Any]) -> str:
    """Why a path through an array gives an empty one: no item of it has the key. Empty where that is not why."""
    value: Any = root
    steps = _steps(text) or []
    for number, step in enumerate(steps):
        if isinstance(value, list) and value and isinstance(step, str):
            if any(isinstance(item, dict) and step in item for item in value[:_LOOKED_AT]):
                return ""
            near = near_key(step, value[0]) if isinstance(value[0], dict) else None
            meant = f"; did you mean `{_path([*steps[:number], near, *steps[number + 1 :]])}`?" if near else ""
            return f"`{_path(steps[:number])}` is {shape_of(value)}, and no item has `{step}`{meant}"
        if not _leads(step, value):
            return ""
        value = value[step]
    return ""


def _parent(path: str, value: Any, below: bool) -> str:
    if isinstance(value, dict):
        if not below:
            return f"the State has {keys_of(value)}" if value else "the State is empty"
        return f"`{path}` has {keys_of(value)}" if value else f"`{path}` is an empty object"
    return f"`{path}` is {shape_of(value)}"


def _advice(steps: list[Step], there: list[Step], value: Any, rest: list[Step], root: dict[str, Any]) -> Iterator[str]:
    """What may be meant by the first step that has no value."""
    wanted = str(rest[0])
    if isinstance(value, dict):
        found = _of_object(there, value, rest)
    elif isinstance(value, list):
        found = _of_items(there, value, rest)
    else:
        found = _of_text(there, value)
    if found:
        yield found
        return
    if there and there[-1] == "cookies":
        yield "only the cookies of this response are in the State"
    elsewhere = [each for each in _elsewhere(wanted, root) if each != steps][:_SHOWN]
    if elsewhere:
        yield f"`{wanted}` is at {' and '.join(f'`{_path(each)}`' for each in elsewhere)}"


def _of_object(there: list[Step], value: dict[str, Any], rest: list[Step]) -> str:
    wanted, below = str(rest[0]), rest[1:]
    is_answer = "status_code" in value and "headers" in value
    if is_answer and wanted == "cookies":
        return "cookies are saved from V2_1; before that, `headers` contains only the last Set-Cookie header"
    near = near_key(wanted, value)
    if near is not None:
        case = ": header names keep the spelling that the service sends, and are case-sensitive"
        return f"did you mean `{_path([*there, near, *below])}`?{case if there and there[-1] == 'headers' else ''}"
    body = value.get("body")
    if is_answer and isinstance(body, dict):
        near = wanted if wanted in body else near_key(wanted, body)
        if near is not None:
            return f"did you mean `{_path([*there, 'body', near, *below])}`?"
    return ""


def _of_items(there: list[Step], value: list[Any], rest: list[Step]) -> str:
    if any(isinstance(item, dict) and str(rest[0]) in item for item in value[:_LOOKED_AT]):
        return f"write `{_path([*there, 0, *rest])}` for its first item, or use ForEach"
    return ""


def _of_text(there: list[Step], value: Any) -> str:
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        return f'it is not parsed as JSON: use Set with value="${{{_path(there)}}}" to convert it to an object or array'
    return ""


def near_key(wanted: str, names: Mapping[str, Any]) -> str | None:
    """The key that is meant by another spelling: other letters in size, `_` and `-`, or nearly the same; else None."""
    plain = _plain(wanted)
    others = list(islice(names, _LOOKED_AT))
    for forms in ({plain}, {f"{plain}s", plain.removesuffix("s")}):
        same = next((name for name in others if plain and _plain(name) in forms and name != wanted), None)
        if same is not None:
            return same
    found = nearest(wanted, {name: name for name in others}, limit=1)
    return found[0] if found else None


def _plain(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())


def _steps(text: str) -> list[Step] | None:
    try:
        tree = parse(text)
    except JPathError:
        return None
    if not isinstance(tree, Path) or tree.in_element:
        return None
    steps: list[Step] = []
    for step in tree.steps:
        if isinstance(step, Key):
            steps.append(step.name)
        elif isinstance(step.content, Number) and step.content.text.isdigit():
            steps.append(int(step.content.text))
        else:
            break
    return steps


def _follow(steps: list[Step], root: dict[str, Any]) -> tuple[list[Step], Any, list[Step]]:
    """How far steps lead, what is there, and the steps that are left."""
    value: Any = root
    for number, step in enumerate(steps):
        if not _leads(step, value):
            return steps[:number], value, steps[number:]
        value = value[step]
    return steps, value, []


def _leads(step: Step, value: Any) -> bool:
    if isinstance(step, str):
        return isinstance(value, dict) and step in value
    return isinstance(value, list) and step < len(value)


def _elsewhere(wanted: str, root: dict[str, Any]) -> Iterator[list[Step]]:
    """Where else a key is, in whichever spelling; the highest places first."""
    plain = _plain(wanted)
    waiting: list[tuple[list[Step], Any]] = [([], root)]
    # The list grows while it is gone through, up to a bound.
    for path, value in waiting:
        if isinstance(value, dict):
            for key, each in value.items():
                if path and plain and _plain(key) == plain:
                    yield [*path, key]
                if isinstance(each, dict | list) and len(path) < _DEEPEST and len(waiting) < _LOOKED_AT:
                    waiting.append(([*path, key], each))
        elif len(path) < _DEEPEST:
            waiting.extend(([*path, 0], each) for each in value[:1] if isinstance(each, dict | list))


def _path(steps: list[Step]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f"/{_key(step)}" for step in steps)


def _key(name: str) -> str:
    return name if name and _BARE.issuperset(name) else quoted(name)
