"""Name-value pairs: the value behind a name, as in `user=anna;ip=192.0.2.7`.

Source: IBM documentation, topic "Expressions in Name Value Pair format for structured data".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.generic_list import about_escapes
from qradar_builder.dsm.expressions.quotation import quoted
from qradar_builder.dsm.expressions.substitution import compile_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def compile_nvp(name: str, pair_delimiter: str, value_delimiter: str) -> Extractor:
    """Compile the name of a pair, or text with several names in braces. ValueError where a delimiter is empty.

    The payload is split at the pair delimiter, as a whole and whatever quotes it has (PAIR_NAME, QUOTES). The first
    piece whose text before the first value delimiter is the name has the value (REPEATED_NAME).
    """
    if not pair_delimiter or not value_delimiter:
        raise ValueError("a delimiter is empty")
    view = _pairs_by_name(pair_delimiter, value_delimiter)

    def compile_one(name: str) -> Extractor:
        def read(pairs: dict[str, str]) -> str | None:
            return pairs.get(name)

        return Extractor(view, read, lambda payload: _explain(payload, name, pair_delimiter, value_delimiter))

    return compile_parts(name, compile_one)


# One function for the same delimiters, so that a payload is split once for all names.
@lru_cache(maxsize=1024)
def _pairs_by_name(pair: str, value: str) -> Callable[[str], dict[str, str]]:
    def pairs(payload: str) -> dict[str, str]:
        # From the last to the first, so that the first of a name stays.
        return dict(piece.split(value, 1) for piece in reversed(payload.split(pair)) if value in piece)

    return pairs


def _pairs(payload: str, pair: str, value: str) -> Iterator[tuple[str, str, int]]:
    """The pairs in order: name, value, and where the value begins."""
    start = 0
    for piece in payload.split(pair):
        name, delimiter, text = piece.partition(value)
        if delimiter:
            yield name, text, start + len(name) + len(value)
        start += len(piece) + len(pair)


def _explain(payload: str, name: str, pair: str, value: str) -> Found:
    near = ""
    for found, text, start in _pairs(payload, pair, value):
        if found == name:
            return Found(text, ((start, start + len(text)),), hint=_quotes(text))
        near = near or _near(found, name)
    reason = f"no part of the payload, split at {quoted(pair)}, starts with {quoted(name + value)}"
    return Found(None, reason=reason + near + about_escapes(payload, pair, value))


def _quotes(text: str) -> str:
    """What is said of a value that stands between quotes. QUOTES"""
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return f"the quotes are part of the value; to remove them, use a regex, or put {text[0]} in the delimiters"
    return ""


def _near(found: str, name: str) -> str:
    """What is said of a name that is almost the one that is looked for."""
    if found.strip() == name:
        return f"; {quoted(found)} has white space around the name; add the white space to a delimiter"
    if found.endswith(name) and not found[: -len(name)][-1:].isalnum():
        return f"; there is other text before the name in {quoted(found)}"
    if len(found) == len(name) and found.casefold() == name.casefold():
        return f"; there is {quoted(found)}, and names are case-sensitive"
    return ""
