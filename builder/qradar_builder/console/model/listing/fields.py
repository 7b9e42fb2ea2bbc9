"""What of a record is in an answer: the fields of its shape, or those of a list such as `id,name(first)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from qradar_builder.console.model.listing.filter import WrongFilter
from qradar_builder.reference.console_api.shapes import ANY_NAME, Shape

_TOKEN: Final = re.compile(r"\s*([\w*-]{1,100}|[(),])", re.ASCII)
_DEEPEST: Final = 20
_LONGEST: Final = 10_000


def shaped(shape: Shape, value: Any) -> Any:
    """A value with the fields of its shape: others are left out, missing ones are null."""
    if value is None or isinstance(shape, str):
        return value
    if isinstance(shape, Mapping):
        if ANY_NAME in shape or not isinstance(value, Mapping):
            return value
        return {name: shaped(inner, value.get(name)) for name, inner in shape.items()}
    return [shaped(shape[0], each) for each in value]


def narrowed(shape: Shape, text: str) -> Shape:
    """The shape with the fields of a list only. Raises WrongFilter where it is no list, or a field is unknown."""
    if len(text) > _LONGEST:
        raise WrongFilter("The list of fields is too long")
    tokens = _tokens(text)
    record = shape if isinstance(shape, (Mapping, str)) else shape[0]
    found = _level(record, tokens, 0)
    if tokens:
        raise WrongFilter(f"The list of fields has more text at {tokens[-1]!r}")
    return found if isinstance(shape, Mapping | str) else [found]


def _level(shape: Shape, tokens: list[str], depth: int) -> Shape:
    """Read names up to a closing parenthesis. `tokens` are in reverse order, and are taken from the end."""
    if depth > _DEEPEST:
        raise WrongFilter("The list of fields is nested too deeply")
    if not isinstance(shape, Mapping):
        raise WrongFilter("There are no fields to choose from")
    found: dict[str, Any] = {}
    while True:
        name = tokens.pop() if tokens else ""
        if name in ("", "(", ")", ","):
            raise WrongFilter("The list of fields misses a name")
        inner = shape.get(name, shape.get(ANY_NAME))
        if inner is None:
            raise WrongFilter(f"There is no field {name!r}")
        if tokens and tokens[-1] == "(":
            tokens.pop()
            is_list = not isinstance(inner, Mapping | str)
            below = _level(inner[0] if is_list else inner, tokens, depth + 1)
            if not tokens or tokens.pop() != ")":
                raise WrongFilter("The list of fields misses a parenthesis")
            inner = [below] if is_list else below
        found[name] = inner
        if not tokens or tokens[-1] != ",":
            return found
        tokens.pop()


def _tokens(text: str) -> list[str]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            raise WrongFilter(f"The list of fields cannot be read at {text[at : at + 40]!r}")
        found.append(match[1])
        at = match.end()
    return found[::-1]
