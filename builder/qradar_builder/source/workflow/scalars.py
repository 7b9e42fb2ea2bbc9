"""Writes the texts of a workflow as YAML scalars: without quotes where YAML needs none, long ones below their key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.source.yaml.text import scalar
from qradar_builder.text.yaml import double_quoted, is_printable

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER_OR_TRUTH = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?|true|false")
_PLAIN = re.compile(r"(?:[A-Za-z_/(]|\$(?=\{)|\.(?=/))(?:[ -\"$-9;-~]|:(?=[!-~])|(?<! )#)*")
"""What needs no quotes outside of brackets and braces: a colon before a blank and `#` behind one do."""
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"})
_BARE_LINES = re.compile(r"(?:[^\n]*[^ \t\n])?(?:\n(?:[^\n]*[^ \t\n])?)*(?:\n[ \t]+)?")
"""Text of which no line ends in white space, but for the last one, which may be all white space."""


class Quoted(str):
    """A text that is in quotes, whatever it is."""

    __slots__ = ()


def is_plain(text: str) -> bool:
    """Whether a text needs no quotes as a key or a value outside of brackets and braces."""
    return bool(_PLAIN.fullmatch(text)) and not text.endswith(" ") and text.lower() not in _WORDS


def word(text: str, *, in_flow: bool = True) -> str:
    """A text as a scalar. Numbers and truth values need no quotes: in a workflow they are text."""
    if isinstance(text, Quoted):
        return double_quoted(text)
    if _NUMBER_OR_TRUTH.fullmatch(text) or (not in_flow and is_plain(text)):
        return text
    return scalar(text, in_flow=in_flow)


def pair(name: str, text: str, indent: int, *, start: str = "") -> list[str]:
    """A key with its text, from the column `indent` on; a text of several lines is below its key.

    `start` is what is before the key, such as the dash of a list.
    """
    head = f"{' ' * (indent - len(start))}{start}{word(name, in_flow=False)}:"
    bare = text.removesuffix("\n")
    is_block = "\n" in bare and not bare.endswith("\n") and bool(bare.strip()) and _BARE_LINES.fullmatch(bare)
    if is_block and is_printable(re.sub("[\n\t]", "", text)):
        margin = " " * (indent + 2)
        sign = "|" if text.endswith("\n") else "|-"
        sign += "2" if bare.startswith((" ", "\n", "\t")) else ""
        return [f"{head} {sign}", *(margin + line if line else "" for line in bare.split("\n"))]
    return [f"{head} {word(text, in_flow=False)}"]


def flow(values: Mapping[str, str]) -> str:
    """Names with texts, as a mapping on one line."""
    return "{" + ", ".join(f"{word(name)}: {word(value)}" for name, value in values.items()) + "}"
