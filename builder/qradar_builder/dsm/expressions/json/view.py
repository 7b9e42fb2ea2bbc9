"""The JSON object of a payload, decoded once for all keypaths that read it.

Source: IBM documentation, topic "Defining custom properties by using custom property expressions": the parsing of JSON
begins where a valid JSON object is detected, so that not the whole event need be JSON.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import orjson

from qradar_builder.dsm.expressions.json.grammar import (
    END,
    ITEM,
    MEMBER,
    NoDocument,
    object_start,
    stands_in_array,
    unquoted,
)
from qradar_builder.dsm.expressions.json.places import Place, places, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    JsonView: TypeAlias = dict[Any, Any]

SOURCE: Final = '"'
"""The key of a view that tells where it comes from. No name in a keypath has a quotation mark.

It is a text, as a dict of which all keys are texts is faster. A member of this name is not in a view.
"""

_MINUS_ZERO = re.compile(r"-0(?![0-9])").search


def json_view(payload: str) -> JsonView:
    """The payload's JSON object, empty where it has none; under `SOURCE`, the payload and the start of the object.

    It is a bare dict as orjson gives it, for speed: a read of a string costs little more than the look-up. What orjson
    refuses but is JSON is decoded by the standard library. `written` evens out what the two make of a value.
    """
    if payload[:1] == "{" and payload[-1] == "}":
        # The usual case: nothing stands around the object.
        try:
            view: JsonView = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return _second_view(payload)
        view[SOURCE] = payload, 0
        return view
    start = payload.find("{")
    if start == -1:
        return _NOTHING
    try:
        view = orjson.loads(payload[start : payload.rfind("}") + 1])
    except orjson.JSONDecodeError:
        return _second_view(payload)
    if start and stands_in_array(payload, start):
        return _NOTHING
    view[SOURCE] = payload, start
    return view


def written(view: JsonView, steps: Sequence[str | int], value: Any) -> str | None:
    """The text of a value that is no string, and to which names and indexes lead in a view; None for null."""
    kind = type(value)
    if kind is int and value:
        return str(value)
    if value is None:
        return None
    if kind is bool:
        return "true" if value else "false"
    payload, start = view[SOURCE]
    if kind is dict or kind is list:
        return _text_at(payload, start, steps)
    if kind is int and not _MINUS_ZERO(payload):
        return "0"
    # orjson has lost how the number is written. From now on the view has all numbers as texts.
    exact: Any = _exact(payload, start)
    view.update(exact)
    view[SOURCE] = payload, start
    for step in steps:
        exact = exact[step]
    return str(exact)


def _second_view(payload: str) -> JsonView:
    try:
        start = object_start(payload)
        return _exact(payload, start) | {SOURCE: (payload, start)}
    except NoDocument:
        return _NOTHING


def _exact(payload: str, start: int) -> JsonView:
    """The object at a character, with numbers as texts; NoDocument where its JSON breaks off."""
    try:
        view: JsonView = _DECODER.raw_decode(payload, start)[0]
    except RecursionError:
        return texts(payload, start)
    except ValueError as broken:
        raise NoDocument(str(broken)) from broken
    return view


def _text_at(payload: str, start: int, steps: Sequence[str | int]) -> str | None:
    """The text of a value in the object that begins at a character: the JSON is sound, and the value is there."""
    try:
        place = Place(start, start)
        for step in steps:
            place = _member_at(payload, place, step) if isinstance(step, str) else _item_at(payload, place, step)
    except RecursionError:
        inner: Any = places(payload, start)
        for step in steps:
            inner = inner.members[step]
        place = inner
    return place.text(payload)


def _member_at(payload: str, outer: Place, name: str) -> Place:
    found, position, sign = outer, outer.start + 1, ","
    while sign == ",":
        member = MEMBER(payload, position)
        assert member is not None
        start, end = member.span(2)
        end = _value_end(payload, start, end)
        if unquoted(member[1]) == name:
            found = Place(start, end)
        position, sign = _behind(payload, end)
    return found


def _item_at(payload: str, outer: Place, index: int) -> Place:
    start = end = position = outer.start + 1
    for _ in range(index + 1):
        item = ITEM(payload, position)
        assert item is not None
        start, end = item.span(2)
        end = _value_end(payload, start, end)
        position, _ = _behind(payload, end)
    return Place(start, end)


def _value_end(payload: str, start: int, end: int) -> int:
    is_open = end == start + 1 and payload[start] in "{["
    return int(_DECODER.raw_decode(payload, start)[1]) if is_open else end


def _behind(payload: str, position: int) -> tuple[int, str]:
    end = END(payload, position)
    assert end is not None
    return end.end(), end[1]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refuse)
_NOTHING: JsonView = {}
