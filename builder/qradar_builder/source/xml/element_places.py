"""Where the elements of a document start. It is looked through block by block, and only when a place is asked for."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from qradar_builder.source.xml.reader import MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.source.xml.stored import HeldXml, StoredXml

_BLOCK = 64 * 1024
"""How long a block is at least, in bytes, but for the last one."""
_HELD = 16
"""How many blocks are kept once they are looked through."""
_OTHER = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_OTHER_START = re.compile(rb"<[!?]")


class ElementPlaces:
    """The places of the elements of a well-formed document, by their numbers in the order of their start tags."""

    def __init__(self, source: HeldXml | StoredXml) -> None:
        self._source = source
        self._first = array("Q")
        """For each block, the number of its first element."""
        self._start = array("Q")
        """Where it starts, in bytes."""
        self._line = array("Q")
        """How many line ends come before it."""
        self._column = array("Q")
        """How many characters of its first line come before it."""
        self._blocks = _blocks(source.pieces())
        self._next = self._end = self._ends = self._width = 0
        """The same of the block that comes next."""
        self._tags = lru_cache(_HELD)(self._tags_of)

    def locate(self, number: int) -> tuple[int, int, int, int]:
        """The place of an element's name in its start tag: line, column, and the same of its end. All from 1."""
        while self._next <= number and self._look_further():
            pass
        block = bisect_right(self._first, number) - 1
        text, tags = self._tags(block)
        start, end = tags[number - self._first[block]]
        return (*self._position(block, text, start), *self._position(block, text, end))

    def _position(self, block: int, text: str, offset: int) -> tuple[int, int]:
        before = text.rfind("\n", 0, offset) + 1
        ends = text.count("\n", 0, offset)
        return self._line[block] + ends + 1, offset - before + 1 + (0 if ends else self._column[block])

    def _tags_of(self, block: int) -> tuple[str, list[tuple[int, int]]]:
        end = self._start[block + 1] if block + 1 < len(self._start) else self._end
        text = self._source.read(self._start[block], end).decode()
        return text, [(match.start(), match.end("name")) for match in MARKUP.finditer(text) if match["name"]]

    def _look_further(self) -> bool:
        """Look through the next block; whether there was one."""
        block, count = next(self._blocks, (b"", 0))
        if not block:
            return False
        self._first.append(self._next)
        self._start.append(self._end)
        self._line.append(self._ends)
        self._column.append(self._width)
        ends = block.count(b"\n")
        self._next += count
        self._end += len(block)
        self._ends += ends
        self._width = len(block[block.rfind(b"\n") + 1 :].decode()) + (0 if ends else self._width)
        return True


def _blocks(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Blocks that end before a tag or behind the document, each with the number of its start tags."""
    waiting = b""
    enough = _BLOCK
    for piece in pieces:
        waiting += piece
        at = 0
        while len(waiting) - at > enough:
            end = _end(waiting, at)
            if end == at:
                # A comment that is not complete yet: it is looked for again when there is twice as much.
                enough = 2 * (len(waiting) - at)
                continue
            enough = _BLOCK
            yield waiting[at:end], _start_tags(waiting[at:end])
            at = end
        waiting = waiting[at:]
    yield waiting, _start_tags(waiting)


def _end(text: bytes, at: int) -> int:
    """Where a block that starts there may end: at the last markup of its length, else at the first one behind it."""
    start, wanted = at, at + _BLOCK
    for match in _OTHER_START.finditer(text, at, wanted):
        if match.start() < start:
            continue
        other = _OTHER.match(text, match.start())
        if other is None:
            return match.start()
        start = other.end()
    end = text.rfind(b"<", start, wanted)
    return end if end > at else max(text.find(b"<", max(wanted, start)), at)


def _start_tags(block: bytes) -> int:
    if _OTHER_START.search(block):
        block = _OTHER.sub(b"", block)
    return block.count(b"<") - block.count(b"</")
