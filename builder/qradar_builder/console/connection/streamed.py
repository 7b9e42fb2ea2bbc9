"""Reads a long JSON answer from its file, one row at a time."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE: Final = 64 * 1024
"""How many characters are read at once."""
_SPACE: Final = " \t\n\r"
_DECODER: Final = json.JSONDecoder()


def streamed_rows(path: Path, name: str) -> Iterator[dict[str, Any]]:
    """The objects of the array `name` of a JSON object in a file. Other members are read and left out.

    Raises ValueError where it is not such an object, or is cut short; the rows before that place are given.
    """
    with path.open(encoding="utf-8") as file:
        yield from _Reader(file).rows(name)


class _Reader:
    """What of a text is read and not yet used: the rest of the file comes behind it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._text = ""
        self._at = 0

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        self._expect("{")
        if self._next() == "}":
            self._at += 1
        else:
            while True:
                key = self._value()
                self._expect(":")
                if key == name and self._next() == "[":
                    yield from self._array()
                else:
                    self._value()
                if self._ends("}"):
                    break
        if self._next():
            raise ValueError("there is something behind the JSON")

    def _array(self) -> Iterator[dict[str, Any]]:
        self._expect("[")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            row = self._value()
            if isinstance(row, dict):
                yield row
            if self._ends("]"):
                return

    def _ends(self, mark: str) -> bool:
        """Whether an array or object ends here, and does not go on behind a comma."""
        found = self._next()
        if found not in {mark, ","} or not found:
            raise ValueError(f"{mark} or a comma is missing")
        self._at += 1
        return found == mark

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise ValueError(f"{mark} is missing")
        self._at += 1

    def _next(self) -> str:
        """The next character that is not a space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _value(self) -> Any:
        """The next value as a whole."""
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            # A number at the end of what was read can go on.
            if end == len(self._text) and self._more():
                continue
            self._at = end
            return value

    def _more(self) -> bool:
        """Read more, as much as is waiting at least, so that a long value is not tried again too often."""
        piece = self._file.read(max(_PIECE, len(self._text) - self._at))
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)
