"""Where a payload's JSON breaks off, and why, in words for people.

A function is asked once the scanner cannot go on: something is wrong from the given character on.
"""

from __future__ import annotations

import re

from qradar_builder.dsm.expressions.json.grammar import BLANKS, STRING_BODY, NoDocument
from qradar_builder.text.shown import cut, escaped

_WORD = re.compile(r"[\w.+-]{1,20}").match
_LONGEST = 40


def shown(text: str) -> str:
    """A text of the payload as a message may hold it: short, and without control characters."""
    return escaped(cut(text, _LONGEST))


def faulty_member(payload: str, position: int) -> NoDocument:
    """Why no member of an object stands here."""
    position = _past_blanks(payload, position)
    if payload[position : position + 1] != '"':
        return _instead(payload, position, "a name in double quotes")
    end = _string_end(payload, position)
    if payload[end : end + 1] != '"':
        return _faulty_string(payload, position, end)
    position = _past_blanks(payload, end + 1)
    if payload[position : position + 1] != ":":
        return _instead(payload, position, "`:`")
    return faulty_item(payload, position + 1)


def faulty_item(payload: str, position: int) -> NoDocument:
    """Why no value stands here."""
    position = _past_blanks(payload, position)
    if payload[position : position + 1] == '"':
        return _faulty_string(payload, position, _string_end(payload, position))
    return _instead(payload, position, "a value")


def faulty_end(payload: str, position: int, closing: str) -> NoDocument:
    """Why neither a comma nor the bracket that closes stands here."""
    return _instead(payload, _past_blanks(payload, position), f"`,` or `{closing}`")


def _past_blanks(payload: str, position: int) -> int:
    blanks = BLANKS(payload, position)
    assert blanks is not None
    return blanks.end()


def _string_end(payload: str, start: int) -> int:
    body = STRING_BODY(payload, start + 1)
    assert body is not None
    return body.end()


def _faulty_string(payload: str, start: int, end: int) -> NoDocument:
    if payload[end : end + 1] == "\\" and len(payload) > end + 1:
        escape = payload[end : end + (6 if payload[end + 1] == "u" else 2)]
        return _breaks_off(end, f"`{shown(escape)}` is not a JSON escape")
    if payload[end : end + 1] in ("", "\\"):
        return _breaks_off(len(payload), f"the payload ends inside the string that starts at character {start + 1}")
    return _breaks_off(end, f"the control character U+{ord(payload[end]):04X} is not escaped in a string")


def _instead(payload: str, position: int, expected: str) -> NoDocument:
    if position == len(payload):
        return _breaks_off(position, f"the payload ends, but {expected} is expected")
    word = _WORD(payload, position)
    there = word[0] if word else payload[position]
    return _breaks_off(position, f"found `{shown(there)}`, but {expected} is expected")


def _breaks_off(position: int, why: str) -> NoDocument:
    return NoDocument(f"the JSON is not valid at character {position + 1}: {why}")
