"""YAML 1.2 scalars: what a plain word means. `no`, `on`, `0123`, `12:30` and `2024-05-01` are text."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as AbstractMapping

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_WORDS: AbstractMapping[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,4000})\Z")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+|(?:0|[1-9][0-9]*))(?:[eE][-+]?[0-9]+)?\Z")
_FIRST = frozenset("-+.0123456789")


class IntegerAsWritten(int):
    """An integer that remembers its text, for places where numbers are text, such as event ids."""

    text: str


class FloatAsWritten(float):
    """A fraction that remembers its text: `1.10` as a version is not `1.1`."""

    text: str


def value(node: Scalar) -> str | int | float | bool | None:
    """What a scalar means: text where it is quoted, else by the YAML 1.2 core schema, without octal and hexadecimal.

    A number too large for a float is text: JSON has no infinity to write it as.
    """
    text = node.text
    if not node.plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    number: IntegerAsWritten | FloatAsWritten
    if _INTEGER.match(text):
        number = IntegerAsWritten(text)
    elif _FLOAT.match(text) and isfinite(float(text)):
        number = FloatAsWritten(text)
    else:
        return text
    number.text = text
    return number


def plain(node: Node) -> Plain:
    """The tree as Python's own lists, dictionaries and scalars. Its depth is bounded by the reader."""
    if isinstance(node, Scalar):
        return value(node)
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {name: plain(item) for name, (_, item) in node.entries.items()}
