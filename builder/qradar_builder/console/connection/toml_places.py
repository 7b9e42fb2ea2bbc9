"""Finds lines and columns in a TOML file, since the parser of Python does not tell those of values."""

from __future__ import annotations

import re
from typing import Final

_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END: Final = re.compile(r" \(at end of document\)$")
_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""(\s*)("[^"]*"|'[^']*'|[\w-]+(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART: Final = re.compile(r""""[^"]*"|'[^']*'|[\w-]+""")


def syntax_place(error: Exception) -> tuple[tuple[int, int], str]:
    """Line and column of a syntax error of `tomllib`, and its text without them."""
    text = str(error)
    at = _AT.search(text)
    if at is None:
        return (1, 1), _AT_END.sub("", text)
    return (int(at[1]), int(at[2])), text[: at.start()]


def place_of(text: str, where: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of a table or key, from 1. That of the nearest table above it where it cannot be found."""
    best, depth = (1, 1), 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is not None:
            table = _parts(header[1])
            name, column = table, line.index("[") + 1
        elif (key := _KEY.match(line)) is not None:
            name, column = (*table, *_parts(key[2])), len(key[1]) + 1
        else:
            continue
        if name == where[: len(name)] and len(name) > depth:
            best, depth = (number, column), len(name)
    return best


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(name))
