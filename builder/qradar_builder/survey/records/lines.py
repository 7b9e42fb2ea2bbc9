"""Lines of a range of a file. Each line belongs to the range in which its first byte is, whatever the ranges are."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512 * 1024
"""How many bytes are read at once."""


def lines(file: IO[bytes], start: int, end: int | None, longest: int = MAX_PAYLOAD) -> Iterator[tuple[int, bytes, int]]:
    """Offset, content without its line end, and length of the lines that begin from `start` up to `end`, in bytes.

    Without `end` it reads up to the end of the file. The last line is read to its end, which may be after `end`. A line
    longer than `longest` is cut there, and its length says how long it is. `file` must be seekable where `start` is not
    0, and else is read from where it is.
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
                yield at, rest[:longest], length
                at, rest = at + length + len(found), b""
            continue
        for line in (rest + head).split(b"\n"):
            if end is not None and at >= end:
                return
            yield at, line[:longest], len(line)
            at += len(line) + 1
        rest = tail
    if rest and (end is None or at < end):
        yield at, rest[:longest], len(rest)


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
