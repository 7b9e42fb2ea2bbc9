"""Lines and columns of a text by offset, and back. Both count from 1, offsets from 0, all in characters."""

from __future__ import annotations

import re
from bisect import bisect_right

OTHER_LINE_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""What ends a line in YAML, too, besides line feeds with or without a carriage return."""


def position(text: str, offset: int) -> tuple[int, int]:
    """The line and column of one offset; of many in one text, LineStarts knows them faster."""
    return line_of(text, offset), offset - text.rfind("\n", 0, offset)


def line_of(text: str, offset: int) -> int:
    """The line of one offset."""
    return text.count("\n", 0, offset) + 1


class LineStarts:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; the nearest one where the text has no such place."""
        start = self._starts[min(max(line, 1), len(self._starts)) - 1]
        return min(start + max(column, 1) - 1, self._length)
