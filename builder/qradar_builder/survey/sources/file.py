"""A file of a source: its name, where it is, and how it is opened."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast

from qradar_builder.survey.records.stopped import UNREAD, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator
from contextlib import contextmanager

GONE = "it is no longer there"
_REMOTE_BLOCK = 8 * 1024 * 1024
"""How many bytes are asked of a remote store at once."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that is there to be read.

    `name` is relative to the source that was given, and `place` is a path, or a URL, which may have credentials. `size`
    is in bytes at the time of the listing, None where the store does not say it. `mark` changes when the file does: its
    time, or its tag in the store.
    """

    name: str
    place: str = field(repr=False)
    size: int | None
    mark: str

    @property
    def is_remote(self) -> bool:
        """Whether it is read by fsspec."""
        return "://" in self.place

    @contextmanager
    def opened(self) -> Iterator[tuple[IO[bytes], int | None]]:
        """The file, seekable where its size is known, and its size now. Raises StoppedError."""
        file = _remote(self.place, seekable=self.size is not None) if self.is_remote else _local(self.place)
        with file:
            yield file, _size(file, is_remote=self.is_remote)


def _local(path: str) -> IO[bytes]:
    try:
        # A pipe that nobody writes to would be waited for.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise StoppedError(UNREAD, "it is not a regular file")
        return os.fdopen(number, "rb", buffering=0)
    except OSError as error:
        raise StoppedError(UNREAD, why_unread(error)) from None


def _remote(url: str, *, seekable: bool) -> IO[bytes]:
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(url)
        if not seekable:
            return cast("IO[bytes]", system.open(path, "rb", block_size=0))
        return cast("IO[bytes]", system.open(path, "rb", block_size=_REMOTE_BLOCK, cache_type="readahead"))
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own
        raise StoppedError(UNREAD, why_unread(error)) from None


def _size(file: IO[bytes], *, is_remote: bool) -> int | None:
    if not is_remote:
        return os.fstat(file.fileno()).st_size
    size = getattr(file, "size", None)
    return size if isinstance(size, int) else None


def why_unread(error: BaseException) -> str:
    """What to say of an error of a file. The words of a driver are left out: they may contain credentials."""
    if (lost := unreached(error)) is not None:
        return lost
    if isinstance(error, FileNotFoundError):
        return GONE
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, OSError) and error.errno is not None and error.strerror:
        return os.strerror(error.errno) if error.errno > 0 else type(error).__name__
    return f"the driver reports {type(error).__name__}"


def unreached(error: BaseException) -> str | None:
    """What to say where a host cannot be reached: the driver of HTTP says then that there is no such file."""
    why = error.__cause__ if isinstance(error, FileNotFoundError) else None
    if isinstance(why, OSError) and not isinstance(why, FileNotFoundError):
        return f"the host cannot be reached: {type(why).__name__}"
    return None
