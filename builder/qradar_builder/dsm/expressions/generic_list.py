"""Generic lists: an item by its position, as `$1` in `anna;192.0.2.7;login`, which is `192.0.2.7`.

Source: IBM documentation, topic "Expressions in Generic List format for structured data": "$0 represents the first
property in the list, $1 is the second".
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import methodcaller
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.quotation import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

_POSITION = re.compile(r"\$(\d{1,4})", re.ASCII)
_ESCAPES = {r"\t": "a tab", r"\n": "a line feed", r"\r": "a carriage return"}


def compile_list(position: str, delimiter: str) -> Extractor:
    """Compile a position such as `$0`, the first item. ValueError where it is none or the delimiter is empty.

    The payload is split as a whole and whatever quotes it has (LIST_PAYLOAD, QUOTES).
    """
    match = _POSITION.fullmatch(position)
    if match is None:
        raise ValueError(f"{quoted(position)} is not a list position such as `$0`")
    if not delimiter:
        raise ValueError("the delimiter is empty")
    index = int(match[1])

    def read(items: list[str]) -> str | None:
        return items[index] if index < len(items) else None

    return Extractor(_items(delimiter), read, lambda payload: _explain(payload, index, delimiter))


def about_escapes(payload: str, *delimiters: str) -> str:
    """What is said of a delimiter that is written like an escape and does not occur (DELIMITER_ESCAPES)."""
    for delimiter in delimiters:
        for escape, meaning in _ESCAPES.items():
            if escape in delimiter and delimiter not in payload:
                return f'; the delimiter has a backslash and a letter: write {meaning} as "{escape}" in YAML'
    return ""


# One function for the same delimiter, so that a payload is split once for all positions.
@lru_cache(maxsize=1024)
def _items(delimiter: str) -> Callable[[str], list[str]]:
    return methodcaller("split", delimiter)


def _explain(payload: str, index: int, delimiter: str) -> Found:
    items = payload.split(delimiter)
    if index < len(items):
        start = sum(map(len, items[:index])) + index * len(delimiter)
        return Found(items[index], ((start, start + len(items[index])),))
    has = "1 item, `$0`" if len(items) == 1 else f"{len(items)} items, `$0` to `${len(items) - 1}`"
    reason = f"the payload, split at {quoted(delimiter)}, has {has}"
    return Found(None, reason=reason + about_escapes(payload, delimiter))
