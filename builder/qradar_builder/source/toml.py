"""Reads TOML with the places of its tables, keys and values, which the parser of Python does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.findings import Location
from qradar_builder.source.line_starts import LineStarts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.findings import Findings

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys that lead to a value from the top, and the number of an item of an array, from 0."""

_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END: Final = re.compile(r" \(at end of document\)$")
_SKIPPED: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_TEXT: Final = re.compile(
    r'"{3}(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'{3}(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_PLAIN: Final = re.compile(r"[^\s,\]}#]+(?:[ ]\d\d:[^\s,\]}#]+)?")


class TomlDocument:
    """A TOML document: its values, and where they are."""

    def __init__(self, name: str, text: str, values: dict[str, Any]) -> None:
        self.name = name
        self.values = values
        self._starts = LineStarts(text)
        self._spans = _Scanner(text).spans()

    def place(self, *path: str | int) -> Location:
        """The place of a table, a key or an item of an array; that of the nearest one above it where there is none."""
        for length in range(len(path), 0, -1):
            span = self._spans.get(path[:length])
            if span is not None:
                return Location(self.name, *self._starts.position(span[0]), *self._starts.position(span[1]))
        return Location(self.name)


def read_toml(text: str, name: str, rule: str, findings: Findings) -> TomlDocument | None:
    """Read a TOML document. None, with a finding of `rule` at the place, where it has a mistake of syntax."""
    try:
        return TomlDocument(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place, message = _mistake(text, str(error))
        findings.add(rule, Location(name, *place), f"is not TOML: {message}")
    except RecursionError:
        findings.add(rule, Location(name), "is not TOML that can be read: it is nested too deeply")
    return None


def _mistake(text: str, told: str) -> tuple[tuple[int, int], str]:
    """Line and column of a mistake of syntax, and what it is."""
    at = _AT.search(told)
    if at is not None:
        return (int(at[1]), int(at[2])), told[: at.start()]
    lines = text.rstrip().splitlines() or [""]
    return (len(lines), len(lines[-1]) + 1), _AT_END.sub(" at the end of the file", told)


class _Scanner:
    """Goes through a text that the parser has accepted, and notes where things are. The first place of each counts."""

    def __init__(self, text: str) -> None:
        # As the parser does it; a place is the same before and after.
        self._text = text.replace("\r\n", " \n")
        self._at = 0
        self._found: dict[Path, tuple[int, int]] = {}
        self._items: dict[Path, int] = {}
        """How many tables each array of tables has."""

    def spans(self) -> Mapping[Path, tuple[int, int]]:
        table: Path = ()
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._found

    def _skip(self) -> bool:
        """Go over spaces and comments. Whether something follows."""
        match = _SKIPPED.match(self._text, self._at)
        self._at = self._at if match is None else match.end()
        return self._at < len(self._text)

    def _header(self) -> Path:
        start = self._at
        is_array = self._text.startswith("[[", start)
        self._at += 2 if is_array else 1
        path: Path = ()
        for key in self._keys():
            path += (key,)
            if path in self._items:
                path += (self._items[path] - 1,)
        if is_array:
            path = path[:-1] if isinstance(path[-1], int) else path
            number = self._items.get(path, 0)
            self._items[path] = number + 1
            self._found.setdefault(path, (start, self._at))
            path += (number,)
        self._skip()
        self._at += 2 if is_array else 1
        self._found.setdefault(path, (start, self._at))
        return path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path += (key,)
            self._found.setdefault(path, (start, self._at))
        self._skip()
        self._at += 1
        self._value(path)

    def _keys(self) -> list[str]:
        """The parts of a dotted key."""
        found: list[str] = []
        while True:
            self._skip()
            match = _TEXT.match(self._text, self._at) or _BARE.match(self._text, self._at)
            if match is None:
                return found
            self._at = match.end()
            found.append(match[0] if match[0][0] not in "\"'" else tomllib.loads(f"x={match[0]}")["x"])
            here = self._at
            self._skip()
            if not self._text.startswith(".", self._at):
                self._at = here
                return found
            self._at += 1

    def _value(self, path: Path) -> None:
        self._skip()
        start = self._text[self._at : self._at + 1]
        if start in {"[", "{"}:
            self._at += 1
            self._inside(path, "]" if start == "[" else "}")
            return
        match = _TEXT.match(self._text, self._at) or _PLAIN.match(self._text, self._at)
        self._at = len(self._text) if match is None else match.end()

    def _inside(self, path: Path, end: str) -> None:
        """The items of an array, or the keys of an inline table."""
        number = 0
        while self._skip() and self._text[self._at] != end:
            if self._text[self._at] == ",":
                self._at += 1
            elif end == "}":
                self._pair(path)
            else:
                start = self._at
                self._value((*path, number))
                self._found.setdefault((*path, number), (start, self._at))
                number += 1
        self._at += 1
