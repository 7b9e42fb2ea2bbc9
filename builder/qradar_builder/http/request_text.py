"""The parts of a request as they are compared: decoded names and values."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from qradar_builder.http.headers import header

if TYPE_CHECKING:
    from qradar_builder.http.messages import Headers

MAX_DEPTH = 100
"""How deep JSON may nest to be compared as JSON."""

_MAX_VALUES = 1_000_000
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


def decoded_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The names and values of a query or of a form, in order, decoded."""
    pairs = (part.partition("=") for part in text.split("&") if part)
    return tuple((unquote_plus(name), unquote_plus(value)) for name, _, value in pairs)


def body_text(headers: Headers, body: bytes) -> str:
    """A body as text, in the character set that its headers name, else UTF-8."""
    found = _CHARSET.search(header(headers, "content-type") or "")
    try:
        return body.decode(found[1] if found else "utf-8", "replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")


def json_value(text: str) -> tuple[object] | None:
    """The value of a JSON text, in a tuple; None where it is not JSON, or nests too deep."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return (value,) if shallow(value) else None


def shallow(value: object, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and objects nest no deeper than `depth`, and hold no more than a million values in all."""
    level = [value]
    left = _MAX_VALUES
    for _ in range(depth):
        left -= len(level)
        if left < 0:
            # A YAML document can hold the same list many times over; it is as large as it would be written out.
            return False
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        if not below:
            return True
        level = below
    return not any(isinstance(each, dict | list) for each in level)
