"""Tells the API calls of a recording from what else a browser asks for: pages, scripts, pictures, style sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import json_value

if TYPE_CHECKING:
    from qradar_builder.exchanges.exchange import Exchange

_NO_API = ("javascript", "image", "font", "css", "html", "video", "audio", "wasm")
"""Words in the content types of what makes up a page."""


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
    """Whether the answer is what browsers fetch to show a page, by its content type."""
    if not isinstance(exchange.answer, HttpResponse):
        return False
    kind = (header(exchange.answer.headers, "content-type") or "").lower()
    return any(word in kind for word in _NO_API)
