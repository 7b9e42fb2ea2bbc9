"""Templates of answers: JSON or text with `${name}`, filled in for each answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Look = Callable[[str], Any]
    """Gives the value of a name."""

_NAME = re.compile(r"\$\{([^{}]+)\}")


class LeftOut:
    """The type of `LEFT_OUT`."""


LEFT_OUT: Final = LeftOut()
"""A value whose key is left out of the object that it would be in."""


class Raw:
    """JSON that is put into an answer as it is."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def names_in(template: object) -> Iterator[str]:
    """The names in a template."""
    if isinstance(template, str):
        yield from _NAME.findall(template)
    elif isinstance(template, dict):
        for key, value in template.items():
            yield from names_in(key)
            yield from names_in(value)
    elif isinstance(template, list):
        for value in template:
            yield from names_in(value)


def filled(template: object, look: Look) -> Any:
    """A template with its values. One that is a name and nothing else becomes the value itself."""
    if isinstance(template, str):
        whole = _NAME.fullmatch(template)
        if whole is not None:
            return look(whole[1])
        return _NAME.sub(lambda found: as_text(look(found[1])), template) if "${" in template else template
    if isinstance(template, dict):
        members = ((filled(key, look), filled(value, look)) for key, value in template.items())
        return {key: value for key, value in members if value is not LEFT_OUT}
    if isinstance(template, list):
        return [filled(value, look) for value in template]
    return template


def as_text(value: object) -> str:
    """A value within a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Raw):
        return value.text
    return "" if value is None or value is LEFT_OUT else json.dumps(value)


def as_json(value: object) -> str:
    """A value as JSON, with what is JSON already put in."""
    pieces: list[str] = []

    def default(other: object) -> str:
        assert isinstance(other, Raw), "templates have JSON and what is JSON already"
        pieces.append(other.text)
        return f"\0{len(pieces) - 1}\0"

    text = json.dumps(value, default=default, ensure_ascii=False)
    return re.sub(r'"\\u0000(\d+)\\u0000"', lambda found: pieces[int(found[1])], text) if pieces else text
