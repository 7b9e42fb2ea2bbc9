"""Streams of bytes whose reads give what is there: nothing that came before damage is lost in a buffer."""

from __future__ import annotations

from typing import IO, Protocol

from qradar_builder.survey.records.stopped import StoppedError


class Stream(Protocol):
    """What records are read from. A read gives at least a byte and may give fewer than asked; none is the end."""

    def read(self, size: int, /) -> bytes:
        """Some bytes."""
        ...


class Begun:
    """The start that was read of a file, and then the rest."""

    def __init__(self, start: bytes, file: Stream | IO[bytes]) -> None:
        self._start = start
        self._file = file

    def read(self, size: int) -> bytes:
        """Some bytes; none at the end."""
        found = self._start[:size] or self._file.read(size)
        self._start = self._start[len(found) :]
        return found

    def read1(self, size: int) -> bytes:
        """As `read`, for those who know buffered files."""
        return self.read(size)


class UpTo:
    """The first bytes of a file: what it had when it was listed, also where it grows. All of it without a size."""

    def __init__(self, file: Stream | IO[bytes], size: int | None) -> None:
        self._file = file
        self._left = size

    def read(self, size: int) -> bytes:
        """Some bytes; none at the end."""
        if self._left is None:
            return self._file.read(size)
        found = self._file.read(min(size, self._left)) if self._left else b""
        self._left -= len(found)
        return found

    def read1(self, size: int) -> bytes:
        """As `read`, for those who know buffered files."""
        return self.read(size)


class _Stopped:
    """What is read where reading has stopped already."""

    def __init__(self, error: StoppedError) -> None:
        self._error = error

    def read(self, _size: int) -> bytes:
        raise self._error


def begin(file: Stream | IO[bytes], size: int) -> tuple[bytes, Begun]:
    """The first bytes of a file, as many as asked unless it is shorter, and the file with them.

    Where the file is damaged before, the damage is said after its first bytes have been read again.
    """
    start = b""
    try:
        while len(start) < size and (more := file.read(size - len(start))):
            start += more
    except StoppedError as error:
        return start, Begun(start, _Stopped(error))
    return start, Begun(start, file)
