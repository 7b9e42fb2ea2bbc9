"""Tells the API calls of a recording from what else a browser asks for: pages, scripts, pictures, style sheets."""

from __future__ import annotations

from posixpath import splitext
from typing import TYPE_CHECKING, Final

from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import json_value
from qradar_builder.http.url import split_url

if TYPE_CHECKING:
    from qradar_builder.exchanges.exchange import Exchange

_PARTS: Final = {
    "javascript": "script",
    "css": "style sheet",
    "image": "image",
    "font": "font",
    "html": "page",
    "video": "video",
    "audio": "sound",
    "wasm": "program",
    "manifest": "manifest",
}
"""Words in the content types of what makes up a web page, and what such a part is called."""

_BY_ENDING: Final = {
    ".js": "script",
    ".mjs": "script",
    ".map": "script",
    ".css": "style sheet",
    ".gif": "image",
    ".ico": "image",
    ".jpeg": "image",
    ".jpg": "image",
    ".png": "image",
    ".svg": "image",
    ".webp": "image",
    ".otf": "font",
    ".ttf": "font",
    ".woff": "font",
    ".woff2": "font",
    ".wasm": "program",
}
"""What a part is called by the end of its path, for answers without a content type, such as `304 Not Modified`."""


def json_answer(exchange: Exchange) -> dict[str, object] | list[object] | None:
    """The object or array that an API call was answered with. None where the exchange is no call of an API of JSON."""
    if not isinstance(exchange.answer, HttpResponse):
        return None
    body = exchange.answer.body
    if not body or is_part_of_a_page(exchange):
        return None
    found = json_value(body.decode("utf-8", "replace"))
    return found[0] if found is not None and isinstance(found[0], dict | list) else None


def is_part_of_a_page(exchange: Exchange) -> bool:
    """Whether the answer is what browsers fetch to show a page."""
    return part_of_a_page(exchange) is not None


def part_of_a_page(exchange: Exchange) -> str | None:
    """What part of a web page the answer is, such as `script`: by its content type, else by the end of its path."""
    if not isinstance(exchange.answer, HttpResponse):
        return None
    kind = (header(exchange.answer.headers, "content-type") or "").lower()
    if kind:
        return next((part for word, part in _PARTS.items() if word in kind), None)
    url = split_url(str(exchange.request.url))
    return None if url is None else _BY_ENDING.get(splitext(url.path)[1].lower())
