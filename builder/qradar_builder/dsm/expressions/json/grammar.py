"""The tokens of JSON, and where in a payload its JSON object begins.

The language is that of RFC 8259; see the choice `json-strict`.
"""

from __future__ import annotations

import json
import re

_BLANK = r"[ \t\n\r]*+"
_STRING_BODY = r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
_STRING = f'"{_STRING_BODY}"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+"
_VALUE = rf"({_STRING}|{_NUMBER}|true|false|null|\{{{_BLANK}\}}|\[{_BLANK}\]|[{{\[])"

# Each matches from a character on, after blanks. A value is whole where it has no members, else its opening bracket.
MEMBER = re.compile(rf"{_BLANK}({_STRING}){_BLANK}:{_BLANK}{_VALUE}").match  # 1: the name, 2: the value
ITEM = re.compile(rf"{_BLANK}(){_VALUE}").match  # 2: the value
END = re.compile(rf"{_BLANK}([,}}\]])").match  # 1: what stands behind a value
EMPTY_OBJECT = re.compile(rf"\{{{_BLANK}\}}").match
BLANKS = re.compile(_BLANK).match
STRING_BODY = re.compile(_STRING_BODY).match  # of a string that may break off

# The first name may hold what JSON forbids: an object begins there all the same, and breaks off.
_OBJECT = re.compile(rf'\{{{_BLANK}(?:\}}|"[^"\\]*+(?:\\.[^"\\]*+)*+"{_BLANK}:)', re.DOTALL).search


class NoDocument(ValueError):  # noqa: N818 - an answer, not an error
    """A payload has no JSON object; the message says why."""


def object_start(payload: str) -> int:
    """The character at which the payload's JSON object begins; NoDocument where none does.

    Follows the choice `json-start`. Takes linear time: a search that fails has read up to the next quotation mark.
    """
    found = _OBJECT(payload)
    if found is None:
        raise NoDocument("there is no JSON object in the payload")
    if stands_in_array(payload, found.start()):
        raise NoDocument("the JSON is an array, but a key path starts at an object")
    return found.start()


def stands_in_array(payload: str, start: int) -> bool:
    """Whether the object at a character is the first item of an array: the choice `json-array-payload`."""
    return payload[:start].rstrip(" \t\n\r").endswith("[")


def unquoted(written: str) -> str:
    """The text of a string that stands in quotes, with its escapes resolved."""
    return str(json.loads(written)) if "\\" in written else written[1:-1]
