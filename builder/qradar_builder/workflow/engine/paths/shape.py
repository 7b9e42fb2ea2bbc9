"""Values in a few words: their kind and their keys, not what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import Missing
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS: Final = 8
_KEY: Final = 40
_TITLE = re.compile(r"<title[^>]*>([^<]{1,60})<", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def shape_of(value: object) -> str:
    """The kind of a value, with its keys where it has some: bounded, on one line."""
    if value is Missing:
        return "missing"
    if isinstance(value, dict):
        if not value:
            return "an empty object"
        return f"an object with {keys_of(value)}"
    if isinstance(value, list):
        return _of_array(value)
    if isinstance(value, str):
        return _of_text(value)
    if value is None:
        return "null"
    return f"{str(value).lower()}, a boolean" if isinstance(value, bool) else f"the number {value}"


def keys_of(names: Iterable[str]) -> str:
    """Keys for a message: the first ones, and how many there are beyond."""
    listed = list(names)
    shown = ", ".join(map(_key, listed[:_KEYS]))
    more = f" and {len(listed) - _KEYS} more" if len(listed) > _KEYS else ""
    return f"the key{'' if len(listed) == 1 else 's'} {shown}{more}"


def html_title(text: str) -> str | None:
    """The title of a text that is an HTML page, empty where it has none; None for another text."""
    if not _HTML.match(text[:2000]):
        return None
    found = _TITLE.search(text[:20_000])
    return " ".join(found[1].split()) if found else ""


def html_page(title: str) -> str:
    """An HTML page for a message."""
    return f"an HTML page with the title `{title}`" if title else "an HTML page"


def _of_array(value: list[object]) -> str:
    count = len(value)
    if not count:
        return "an empty array"
    first = value[0]
    many = f"an array of {count} item{'' if count == 1 else 's'}"
    if isinstance(first, dict):
        return f"{many}, the first of which is {shape_of(first)}"
    if isinstance(first, list):
        return f"{many}, the first of which is an array"
    return f"{many}, the first of which is {'a text' if isinstance(first, str) else shape_of(first)}"


def _of_text(value: str) -> str:
    if not value:
        return "an empty text"
    title = html_title(value)
    if title is not None:
        return html_page(title)
    start = value.lstrip()[:1]
    if start in ("{", "["):
        return f"a text of {counted(len(value), 'character')} that contains JSON"
    if start == "<":
        return f"a text of {counted(len(value), 'character')} that contains XML"
    return f"a text of {counted(len(value), 'character')}"


def _key(name: str) -> str:
    """A key for a message. None is cut: half of a secret would not be known as one."""
    if len(name) > _KEY or not name.isprintable():
        return f"one of {counted(len(name), 'character')}"
    return f"`{name}`"
