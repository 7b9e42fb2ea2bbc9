"""The shapes of bodies and answers: what a JSON value must look like, and where one does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, cast

Shape: TypeAlias = "str | Sequence[Any] | Mapping[str, Any]"
"""A word such as `integer`, `one of A, B`, a list with the shape of its items, or fields with their shapes.

The only field of a map is `*`: its names are free. `null` is what IBM's sample has where it shows no type: any value
that has no parts. `any` is any value.
"""

ANY_NAME: Final = "*"
_CHOICE: Final = "one of "
_WIDEST: Final = 2**63
_JSON_TYPES: Final = {str: "a string", bool: "a boolean", int: "an integer", float: "a number", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """What of a value does not have its shape. `path` is such as `/protocol_types[0]/protocol_id`."""

    path: str
    text: str


def misfits(shape: Shape, value: Any, *, whole: bool = False, path: str = "") -> Iterator[Misfit]:
    """Where a value does not have a shape. None is allowed, except in a list. `whole` asks for each field."""
    if value is None or shape == "any":
        return
    if isinstance(shape, str):
        text = _wrong_scalar(shape, value)
        if text:
            yield Misfit(path or "/", text)
    elif isinstance(shape, Mapping):
        yield from _wrong_record(shape, value, whole, path)
    elif not isinstance(value, list):
        yield Misfit(path or "/", f"must be a list, not {json_type(value)}")
    else:
        for number, item in enumerate(value):
            if item is None and shape[0] != "any":
                yield Misfit(f"{path}[{number}]", "must not be null")
            yield from misfits(shape[0], item, whole=whole, path=f"{path}[{number}]")


def _wrong_record(shape: Mapping[str, Any], value: Any, whole: bool, path: str) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(path or "/", f"must be an object, not {json_type(value)}")
        return
    any_name = shape.get(ANY_NAME)
    for name, item in value.items():
        wanted = any_name if any_name is not None else shape.get(name)
        if wanted is None:
            yield Misfit(f"{path}/{name}", "is not a field of the API")
        else:
            yield from misfits(wanted, item, whole=whole, path=f"{path}/{name}")
    if whole and any_name is None:
        yield from (Misfit(f"{path}/{name}", "is missing") for name in shape if name not in value)


def _wrong_scalar(shape: str, value: Any) -> str | None:
    if shape.startswith(_CHOICE):
        return None if value in choices(shape) else f"must be {shape}"
    if shape == "string":
        fits = isinstance(value, str)
    elif shape == "boolean":
        fits = isinstance(value, bool)
    elif shape == "integer":
        fits = isinstance(value, int) and not isinstance(value, bool) and -_WIDEST <= value < _WIDEST
    elif shape == "number":
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        assert shape == "null", shape
        fits = not isinstance(value, list | dict)
    return None if fits else f"must be of type {shape}, not {json_type(value)}"


def json_type(value: Any) -> str:
    """The type of a JSON value, in words."""
    if isinstance(value, int) and not isinstance(value, bool) and not -_WIDEST <= value < _WIDEST:
        return "an integer of more than 64 bits"
    return _JSON_TYPES.get(type(value), "a list" if isinstance(value, list) else "an object")


@cache
def choices(shape: str) -> tuple[str, ...]:
    """The words of a shape such as `one of A, B`; none for another shape."""
    return tuple(shape.removeprefix(_CHOICE).split(", ")) if shape.startswith(_CHOICE) else ()


def without(shape: Shape, paths: frozenset[str], path: str = "") -> Shape:
    """The shape without the fields at some paths, such as `[]/contents[]/content_metadata`."""
    if isinstance(shape, str):
        return shape
    if not isinstance(shape, Mapping):
        return [without(shape[0], paths, f"{path}[]")]
    return {
        name: without(cast("Shape", each), paths, f"{path}/{name}")
        for name, each in shape.items()
        if f"{path}/{name}" not in paths
    }
