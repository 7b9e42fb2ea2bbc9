"""Puts together the pieces of a file of an archive: in memory, or on disk if it is large and may be there."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

_LARGE = 1024 * 1024
"""What is larger goes to disk, in bytes."""
_ON_DISK = ".xml"
"""The end of the names of files that go to disk: content XML is read from there piece by piece."""


class Gathering:
    """The content of one file as it comes. Use it in a `with`, and call `content` once all is there."""

    def __init__(self, name: str, path: Path | None) -> None:
        """`path` is where a large file goes, a new one; without it, all is in memory."""
        self._path = path if name.lower().endswith(_ON_DISK) else None
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size = 0
        """How many bytes there are."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size += len(piece)
        if self._file is not None:
            self._file.write(piece)
            return
        self._pieces.append(piece)
        if self._path is not None and self.size > _LARGE:
            self._file = self._path.open("xb")
            self._file.writelines(self._pieces)
            self._pieces = []

    def content(self) -> bytes | Path:
        """The bytes, or the file on disk."""
        if self._file is None or self._path is None:
            return b"".join(self._pieces)
        self._file.flush()
        return self._path
