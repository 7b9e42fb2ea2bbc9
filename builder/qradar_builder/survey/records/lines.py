"""Lines of a range of a file. Each line belongs to the range in which its first byte is, whatever the ranges are."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512 * 1024
"""How many bytes are read at once."""


class Lines(NamedTuple):
    """Whole lines one after the other, without the end of the last one.

    `offset` and `length` are in bytes. A line that is longer than asked is alone: `content` is its beginning, and
    `length` says how long it is.
    """

    offset: int
    content: bytes
    length: int

    @property
    def is_cut(self) -> bool:
        """Whether it is the beginning of a line."""
        return self.length > len(self.content)

    def each(self) -> Iterator[tuple[int, bytes, int]]:
        """Offset, content without its line end, and length of each line, in bytes."""
        if self.is_cut:
            yield self
            return
        at = self.offset
        for line in self.content.split(b"\n"):
            yield at, line, len(line)
            at += len(line) + 1


def lines(file: IO[bytes], start: int, end: int | None, longest: int = MAX_PAYLOAD) -> Iterator[Lines]:
    """The lines that begin from `start` up to `end`, in bytes, as many together as are read at once.

    Without `end` it reads up to the end of the file. The last line is read to its end, which may be after `end`. A line
    can be a block longer than `longest` before it is cut. `file` must be seekable where `start` is not 0, and else is
    read from where it is.
    """
    at, rest, ahead = start, b"", b""
    if start:
        file.seek(start - 1)
        at = _past_line(file, start - 1, end)
        file.seek(at)
    while end is None or at < end:
        block, ahead = ahead or file.read(BLOCK), b""
        if not block:
            break
        head, found, tail = block.rpartition(b"\n")
        if not found:
            rest += block
            if len(rest) > longest:
                length, ahead, found = _rest_of_line(file, len(rest))
                yield Lines(at, rest[:longest], length)
                at, rest = at + length + len(found), b""
            continue
        content = rest + head
        if end is not None and (cut := content.find(b"\n", end - 1 - at)) >= 0:
            # The next line begins at the end of the range, or after it.
            yield Lines(at, content[:cut], cut)
            return
        yield Lines(at, content, len(content))
        at += len(content) + 1
        rest = tail
    if rest and (end is None or at < end):
        yield Lines(at, rest, len(rest))


def _past_line(file: IO[bytes], at: int, end: int | None) -> int:
    """Where the first line after the one at a place begins; the end where none begins before it."""
    while end is None or at < end:
        block = file.read(BLOCK)
        if not block:
            break
        before, found, _ = block.partition(b"\n")
        if found:
            return at + len(before) + 1
        at += len(block)
    return at


def _rest_of_line(file: IO[bytes], length: int) -> tuple[int, bytes, bytes]:
    """The length of a line of which so much was read, what was read after it, and its line end, if it has one."""
    while block := file.read(BLOCK):
        before, found, rest = block.partition(b"\n")
        length += len(before)
        if found:
            return length, rest, found
    return length, b"", b""
