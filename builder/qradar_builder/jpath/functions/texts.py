"""The functions of JPath that make text from text. Lengths and places count UTF-16 units, as in Java."""

from __future__ import annotations

import base64
import string
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_to_bytes

from qradar_builder.javalang.utf_16 import length as length_of, part, utf_8
from qradar_builder.jpath.calculation import GREATEST, described
from qradar_builder.jpath.errors import JPathEvaluationError, JPathLimitError
from qradar_builder.jpath.expression_choices import ENCODING, NOTHING_AS_TEXT, PADDING, PART_OUTSIDE, SHORT_TEXT
from qradar_builder.jpath.functions.numbers import required_whole
from qradar_builder.jpath.json.values import Missing, render
from qradar_builder.jpath.limits import MAX_ITEMS
from qradar_builder.quick.patterns import late
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from qradar_builder.jpath.environment import Environment

_NOT_BASE64 = late(r"[^A-Za-z0-9+/]")
_BAD_ESCAPE = late(r"%(?![0-9a-fA-F]{2})")
_ENCODED = late(r"(?:%[0-9a-fA-F]{2})+")


def base64_encode(environment: Environment, value: Any) -> str:
    """The Base64 of a text, padded, on one line."""
    return base64.b64encode(utf_8(_text(environment, value, encodes=True))).decode("ascii")


def base64_decode(environment: Environment, value: Any) -> str:
    """The text that a Base64 is of; the pad at the end can be omitted."""
    text = _text(environment, value, encodes=True)
    body = text.rstrip("=")
    pad = len(text) - len(body)
    if _NOT_BASE64.search(body) or len(body) % 4 == 1 or (pad and (pad > 2 or len(text) % 4)):
        raise JPathEvaluationError(f"This is not Base64: {described(text)}")
    return base64.b64decode(body + "=" * (-len(body) % 4)).decode("utf-8", "replace")


def url_encode(environment: Environment, value: Any) -> str:
    """A text as a form has it: a space becomes `+`; letters, digits and `*-._` stay."""
    text = _text(environment, value, encodes=True)
    return quote_plus(utf_8(text), safe="*").replace("~", "%7E")


def url_decode(environment: Environment, value: Any) -> str:
    """The text that a form has encoded."""
    text = _text(environment, value, encodes=True).replace("+", " ")
    if wrong := _BAD_ESCAPE.search(text):
        shown = text[wrong.start() : wrong.start() + 3]
        raise JPathEvaluationError(
            f"`{shown}` is not valid in an encoded URL: `%` must be followed by two hexadecimal digits"
        )
    return _ENCODED.sub(lambda match: unquote_to_bytes(match[0]).decode("utf-8", "replace"), text)


def upper(environment: Environment, value: Any) -> str:
    """A text in upper case."""
    return _text(environment, value).upper()


def lower(environment: Environment, value: Any) -> str:
    """A text in lower case."""
    return _text(environment, value).lower()


def substring(environment: Environment, value: Any, begin: Any, end: Any) -> str:
    """The part of a text from `begin` up to but not including `end`, both counted from 0."""
    text = _text(environment, value)
    first, last = required_whole(begin, "begin"), required_whole(end, "end")
    if not 0 <= first <= last <= length_of(text):
        environment.note(PART_OUTSIDE)
        raise JPathEvaluationError(
            f"The range {first} to {last} is not in {described(text)}, "
            f"which has {counted(length_of(text), 'character')}"
        )
    return _cut(environment, text, first, last)


def left(environment: Environment, value: Any, length: Any) -> str:
    """The first characters of a text."""
    text = _text(environment, value)
    return _cut(environment, text, 0, _clipped(environment, text, length))


def right(environment: Environment, value: Any, length: Any) -> str:
    """The last characters of a text."""
    text = _text(environment, value)
    return _cut(environment, text, length_of(text) - _clipped(environment, text, length), length_of(text))


def _cut(environment: Environment, text: str, first: int, last: int) -> str:
    found = part(text, first, last)
    environment.bounds.cut(text, found)
    return found


def pad_left(environment: Environment, value: Any, length: Any, pad: Any) -> str:
    """A text, filled up to a length before it."""
    text = _text(environment, value)
    return _pad(environment, text, length, pad) + text


def pad_right(environment: Environment, value: Any, length: Any, pad: Any) -> str:
    """A text, filled up to a length after it."""
    text = _text(environment, value)
    return text + _pad(environment, text, length, pad)


def random_string(environment: Environment, length: Any) -> str:
    """Letters from a to z and A to Z by chance."""
    wanted = _length(length, MAX_ITEMS)
    letters = string.ascii_letters
    return "".join(letters[int(environment.random() * len(letters))] for _ in range(wanted))


def _text(environment: Environment, value: Any, *, encodes: bool = False) -> str:
    if value is None or value is Missing:
        environment.note(NOTHING_AS_TEXT)
    text = render(value)
    if encodes and not text.isascii():
        environment.note(ENCODING)
    return text


def _length(value: Any, most: int = GREATEST) -> int:
    length = required_whole(value, "length")
    if not 0 <= length <= most:
        raise JPathEvaluationError(f"`length` must be from 0 to {most}, but is {described(value)}")
    return length


def _clipped(environment: Environment, text: str, length: Any) -> int:
    wanted, there = _length(length), length_of(text)
    if wanted > there:
        environment.note(SHORT_TEXT)
    return min(wanted, there)


def _pad(environment: Environment, text: str, length: Any, pad: Any) -> str:
    wanted = _length(length)
    missing = wanted - length_of(text)
    if missing <= 0:
        return ""
    if wanted > environment.bounds.longest_text:
        raise JPathLimitError(f"The text would have {wanted} characters, more than {environment.bounds.longest_text}")
    unit = render(pad)
    if length_of(unit) != 1:
        environment.note(PADDING)
    unit = unit or " "
    return part(unit * (missing // length_of(unit) + 1), 0, missing)
