"""JSON keypaths of log source extensions and custom properties, such as `/"user"/"groups"[0]/"name"`.

Source: IBM documentation, topic "JSON keypath expressions".
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.json.faults import shown
from qradar_builder.dsm.expressions.json.grammar import NoDocument, object_start
from qradar_builder.dsm.expressions.json.places import Place, places
from qradar_builder.dsm.expressions.json.view import json_view, written
from qradar_builder.dsm.expressions.substitution import compile_parts
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from qradar_builder.dsm.expressions.json.view import JsonView

    Read: TypeAlias = Callable[[JsonView], str | None]
    Step: TypeAlias = str | int | None  # a name, an index, or `[]`

_STEP = re.compile(r'/"([^"]+)"|\[([0-9]*)\]')
_MOST_NAMES = 10
_KINDS = {'"': "a string", "{": "an object", "[": "an array", "t": "true", "f": "false", "n": "null"}
_ABSENT: dict[str, Any] = {}


def compile_json(text: str) -> Extractor:
    """Compile a keypath, or text with several of them in braces; ValueError where the syntax is wrong."""
    wrong = problem(Kind.JSON, text)
    if wrong:
        raise ValueError(wrong[1])
    is_one_path = not _STEP.sub("", text)  # a name may hold braces
    return _compile_path(text) if is_one_path else compile_parts(text, _compile_path)


def _compile_path(text: str) -> Extractor:
    parts = list(_STEP.finditer(text))
    steps = [_step(*part.groups()) for part in parts]
    as_written = [(part[0], step) for part, step in zip(parts, steps, strict=True)]

    def explain(payload: str) -> Found:
        root = _document(payload)
        if isinstance(root, str):
            return Found(None, reason=root)
        try:
            place = _locate(payload, root, as_written)
        except _NoValue as reason:
            return Found(None, reason=str(reason))
        return Found(place.text(payload), (place.span(payload),))

    names = tuple(step for step in steps if isinstance(step, str))
    if len(names) < len(steps):
        return Extractor(json_view, _reader(steps), explain)
    return Extractor(json_view, _reader(steps), explain, names, lambda view, value: written(view, names, value))


@lru_cache(maxsize=1)
def _document(payload: str) -> Place | str:
    """The JSON object of a payload, or why it has none; kept for the next keypath that is explained."""
    try:
        return places(payload, object_start(payload))
    except NoDocument as reason:
        return str(reason)


def _step(name: str | None, index: str | None) -> Step:
    if name is not None:
        return name
    if not index:
        return None
    digits = index.lstrip("0") or "0"
    return int(digits) if len(digits) <= len(str(sys.maxsize)) else sys.maxsize


def _reader(steps: list[Step]) -> Read:
    names = [step for step in steps if isinstance(step, str)]
    if len(names) == len(steps) <= len(_BY_DEPTH):
        return _BY_DEPTH[len(names) - 1](*names)
    path = tuple(step for step in steps if step is not None)

    def read(view: JsonView) -> str | None:
        value: Any = view
        for step in steps:
            if type(step) is str:
                if type(value) is not dict:
                    return None
                value = value.get(step)
            elif type(value) is not list:
                return None
            elif type(step) is int:
                if step >= len(value):
                    return None
                value = value[step]
        return value if type(value) is str else written(view, path, value)

    return read


# Most keypaths are one to three names. In these readers AttributeError says that a value on the way is no object.


def _reader_of_one(name: str) -> Read:
    path = (name,)

    def read(view: JsonView) -> str | None:
        value = view.get(name)
        return value if type(value) is str else written(view, path, value)

    return read


def _reader_of_two(first: str, second: str) -> Read:
    path = first, second

    def read(view: JsonView) -> str | None:
        try:
            value = view.get(first, _ABSENT).get(second)
        except AttributeError:
            return None
        return value if type(value) is str else written(view, path, value)

    return read


def _reader_of_three(first: str, second: str, third: str) -> Read:
    path = first, second, third

    def read(view: JsonView) -> str | None:
        try:
            value = view.get(first, _ABSENT).get(second, _ABSENT).get(third)
        except AttributeError:
            return None
        return value if type(value) is str else written(view, path, value)

    return read


_BY_DEPTH: tuple[Callable[..., Read], ...] = (_reader_of_one, _reader_of_two, _reader_of_three)


class _NoValue(Exception):  # noqa: N818 - an answer, not an error
    pass


def _locate(payload: str, place: Place, steps: list[tuple[str, Step]]) -> Place:
    """The place to which steps, each with its text, lead from the root; _NoValue where there is none, or null."""
    path = ""
    for as_written, step in steps:
        where = f"`{path}`" if path else "the JSON object"
        path += as_written
        if isinstance(step, str):
            place = _member(payload, place, step, where)
        elif not isinstance(place.members, list):
            raise _NoValue(f"{where} is {_kind(payload, place)}, not an array")
        elif step is not None:
            if step >= len(place.members):
                raise _NoValue(f"`{path}`: the array has {_items(len(place.members))}")
            place = place.members[step]
    if place.text(payload) is None:
        raise _NoValue(f"`{path}` is null")
    return place


def _member(payload: str, place: Place, name: str, where: str) -> Place:
    if isinstance(place.members, list):
        raise _NoValue(f'{where} is an array: write an index such as `[0]` before `/"{name}"`')
    if place.members is None:
        raise _NoValue(f"{where} is {_kind(payload, place)}, not an object")
    if name not in place.members:
        raise _NoValue(f"{where} has no member `{name}`; it has {_names(place.members, name)}")
    return place.members[name]


def _kind(payload: str, place: Place) -> str:
    return _KINDS.get(payload[place.start], "a number")


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}" if count else "no items"


def _names(members: dict[str, Place], wanted: str) -> str:
    """The names of an object, those that differ from the wanted one only by case first."""
    if not members:
        return "none"
    names = sorted(members, key=lambda name: name.casefold() != wanted.casefold())
    listed = ", ".join(f"`{shown(name)}`" for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return f"{listed} and {more} more" if more > 0 else listed
