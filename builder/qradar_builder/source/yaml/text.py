"""Writes values as YAML that people would write: short things on one line, long ones below one another.

What is written reads back as the same values by the rules of YAML 1.2, and by those of YAML 1.1 as well.
"""

from __future__ import annotations

import json
import re
from typing import Any

from qradar_builder.source.characters import UNSEEN
from qradar_builder.text.yaml import double_quoted, is_printable

WIDTH = 120
"""How long a line with several values may be; a single long text makes a longer one."""

_PLAIN = re.compile(r"(?:[A-Za-z_]|/(?=[A-Za-z_]))[A-Za-z0-9_./+ -]*|[0-9]{1,3}(?:\.[0-9]{1,3}){2,3}")
# Outside of brackets and braces these signs need no quotes; a colon or # does where a blank is on the wrong side of it.
_PLAIN_IN_BLOCK = re.compile(r"(?:[A-Za-z_]|/(?=[A-Za-z_]))(?:[A-Za-z0-9_./+ ,;()$={}<>!?'*-]|:(?=[^ ]))*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"})


def scalar(value: Any, *, in_flow: bool = True) -> str:
    """A text, a number, a truth value or null, as it may stand anywhere, or only outside of brackets and braces."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) or (not in_flow and _PLAIN_IN_BLOCK.fullmatch(value))
    if plain and value.lower() not in _WORDS and not value.endswith(" "):
        return value
    if UNSEEN.search(value) is not None:
        return UNSEEN.sub(_escaped, double_quoted(value))
    if is_printable(value) and ('"' in value or "\\" in value):
        return "'" + value.replace("'", "''") + "'"
    return double_quoted(value)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(name)}: {flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def entry(name: str, value: Any, indent: int = 0) -> str:
    """A key with its value, from the column `indent` on; lines are parted by newlines, without a last one."""
    return "\n".join(_entry(name, value, indent))


def item(value: Any, indent: int = 0) -> str:
    """An item of a list, as `entry`."""
    return "\n".join(_item(value, indent))


def entries(values: dict[str, Any], indent: int = 0) -> str:
    """Keys with their values, as `entry`."""
    return "\n".join(line for name, value in values.items() for line in _entry(name, value, indent))


def _entry(name: str, value: Any, indent: int) -> list[str]:
    start = " " * indent + scalar(name) + ":"
    if not isinstance(value, dict | list | tuple):
        return [f"{start} {scalar(value, in_flow=False)}"]
    line = f"{start} {flow(value)}"
    if not value or _fits(line, value):
        return [line]
    if isinstance(value, dict):
        return [start, *(each for key, member in value.items() for each in _entry(key, member, indent + 2))]
    return [start, *(each for member in value for each in _item(member, indent + 2))]


def _item(value: Any, indent: int) -> list[str]:
    start = " " * indent + "- "
    if not isinstance(value, dict | list | tuple):
        return [start + scalar(value, in_flow=False)]
    line = start + flow(value)
    names_one = isinstance(value, dict) and len(value) == 1 and isinstance(next(iter(value.values())), dict)
    if not value or (_fits(line, value) and not names_one):
        return [line]
    if isinstance(value, dict):
        lines = [each for key, member in value.items() for each in _entry(key, member, indent + 2)]
    else:
        lines = [each for member in value for each in _item(member, indent + 2)]
    return [start + lines[0][indent + 2 :], *lines[1:]]


def _fits(line: str, value: Any) -> bool:
    """Whether a list or a mapping may stand on one line: lists of mappings have a line for each."""
    is_table = isinstance(value, list | tuple) and len(value) > 1 and any(isinstance(each, dict) for each in value)
    return len(line) <= WIDTH and not is_table
