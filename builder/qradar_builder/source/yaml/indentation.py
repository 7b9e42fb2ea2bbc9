"""The blocks of a YAML text by the indentation of its lines, as far as they can be told without reading it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEP = 2
"""By how much a block is indented where the text does not show it."""
_MOST_LINES = 20_000
"""How many lines above a place are looked at."""
_OPENS = re.compile(r".*:(?:\s+[|>][+-]?\d?|\s+[&!]\S+)?\s*(?:\s#.*)?")
"""A line that ends with a key that has no value on it."""
_KEY = re.compile(r":(?:\s|$)")


def indent_of(line: str) -> int:
    """By how many spaces a line is indented."""
    return len(line) - len(line.lstrip(" "))


class Outline:
    """The lines of a text by their indentation. Lines are counted from 0; columns, too."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def above(self, number: int) -> int | None:
        """The line before, without blank lines and comments."""
        return next((each for each, _ in self._before(number)), None)

    def columns(self, number: int) -> list[tuple[int, bool]]:
        """Where a line could begin: the columns of the open blocks, each with whether list items are in it."""
        found: dict[int, bool] = {}
        least: int | None = None
        for each, line in self._before(number):
            for column, is_item in _starts(line):
                if least is None or column < least:
                    found.setdefault(column, is_item)
            indent = indent_of(line)
            least = indent if least is None else min(least, indent)
            if least == 0:
                break
            if each == self.above(number) and _OPENS.fullmatch(line):
                found.setdefault(max(_starts(line))[0] + _STEP, False)
        return sorted(found.items())

    def expected(self, number: int) -> tuple[int, int | None]:
        """The likeliest column of a line, by the line above, and the line that opened its block."""
        above = self.above(number)
        if above is None:
            return 0, None
        line = self._lines[above]
        if _OPENS.fullmatch(line):
            return max(_starts(line))[0] + self._step(number), above
        column = max(_starts(line))[0]
        return column, self.opener(number, column)

    def opener(self, number: int, column: int) -> int | None:
        """The line that opened the block that a line at this column comes after: the first above that is less deep."""
        deepest: int | None = None
        for each, line in self._before(number):
            indent = indent_of(line)
            if deepest is None:
                deepest = max(_starts(line))[0]
                if _OPENS.fullmatch(line) and indent < column:
                    return each
            if indent < min(deepest, max(column, 1)) or (indent < deepest and _OPENS.fullmatch(line)):
                return each
        return None

    def _step(self, number: int) -> int:
        """By how much the blocks of the text are indented."""
        last: int | None = None
        for _, line in self._before(number):
            indent = indent_of(line)
            if last is not None and indent < last and _OPENS.fullmatch(line):
                return last - indent
            last = indent
        return _STEP

    def _before(self, number: int) -> Iterator[tuple[int, str]]:
        for each in range(min(number, len(self._lines)) - 1, max(-1, number - _MOST_LINES), -1):
            stripped = self._lines[each].strip()
            if stripped and not stripped.startswith("#") and stripped != "---":
                yield each, self._lines[each]


def _starts(line: str) -> list[tuple[int, bool]]:
    """The columns at which blocks may begin in a line: of its list items, and of what is in the last one."""
    column = indent_of(line)
    found = []
    while line[column : column + 2] == "- " and column < 200:
        found.append((column, True))
        column += 1
        column += indent_of(line[column:])
    if line[column:].rstrip() == "-":
        return [*found, (column, True)]
    # What is in an item is a block of its own where it has keys.
    return found if found and not _KEY.search(line, column) else [*found, (column, False)]
