"""Reading a file that may be hostile: bounded in size, a regular file, and where it is said to be."""

from __future__ import annotations

import errno
import os
import re
import stat
from codecs import BOM_UTF8
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias

from qradar_builder.findings import Findings, Location
from qradar_builder.source.line_starts import position
from qradar_builder.source.unsaved import unsaved_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""

NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
"""A character that XML cannot carry, and an extension therefore neither: what is not `Char` in XML 1.0."""


class Pieces(Protocol):
    """What a file holds, where it is too large to be in memory as a whole."""

    def pieces(self) -> Iterator[bytes]:
        """The content from its start, in pieces."""


class FilePieces:
    """What a file on disk holds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pieces(self) -> Iterator[bytes]:
        """The content from its start, in pieces."""
        with open_regular(self._path) as file:
            while piece := file.read(_PIECE):
                yield piece


Content: TypeAlias = bytes | Pieces
"""What a file holds."""


def whole(content: Content) -> bytes:
    """What a file holds, in memory."""
    return content if isinstance(content, bytes) else b"".join(content.pieces())


_PIECE = 64 * 1024
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class OutsideError(OSError):
    """A file lies outside of the folder that it belongs to."""


class NotRegularError(OSError):
    """Something is no regular file, but a folder, a pipe, a device or a socket."""


def open_regular(path: Path, within: Path | None = None) -> IO[bytes]:
    """Open a regular file to read it. Raises OSError, at once, where it is a pipe or a device.

    With `within` no link may lead out of that folder: OutsideError.
    """
    real: str | Path = path
    flags = _READ
    if within is not None:
        real = _real(path)
        if not _lies_in(real, _real(within)):
            raise OutsideError(errno.EPERM, "it is outside the package folder", str(path))
        # What was resolved is opened, whatever is at its place by now.
        flags |= getattr(os, "O_NOFOLLOW", 0)
    # A pipe without a writer, and some devices, would hold up whoever opens them.
    descriptor = os.open(real, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularError(errno.EINVAL, "it is not a regular file", str(path))
    return os.fdopen(descriptor, "rb")


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads to a place in a folder, all links followed. It need not be there."""
    try:
        return _lies_in(_real(path), _real(folder))
    except OSError:
        return False


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), str(path)) from None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def read_bytes(
    path: Path, name: str, findings: Findings, *, limit: int = MAX_BYTES, within: Path | None = None
) -> bytes | None:
    """Read a file of at most `limit` bytes, which findings call `name`. None, with a finding, where it cannot be.

    With `within` no link may lead out of that folder. A file that is edited and not saved has its unsaved content.
    """
    try:
        with open_regular(path, within) as stream:
            edited = unsaved_content(path)
            content = stream.read(limit + 1) if edited is None else edited
    except OSError as error:
        _tell_unreadable(error, path, name, findings)
        return None
    if len(content) > limit:
        findings.add("file/too-large", Location(name), f"is larger than {limit // (1024 * 1024)} MiB")
        return None
    return content


def is_readable(path: Path, name: str, findings: Findings) -> bool:
    """Whether a file can be read, which findings call `name`. False, with a finding, where it cannot be."""
    try:
        open_regular(path).close()
    except OSError as error:
        _tell_unreadable(error, path, name, findings)
        return False
    return True


def _tell_unreadable(error: OSError, path: Path, name: str, findings: Findings) -> None:
    if isinstance(error, FileNotFoundError):
        from qradar_builder.source.nearby import did_you_mean  # noqa: PLC0415 - only needed once something is wrong

        advice = did_you_mean(path)
        findings.add("file/missing", Location(name), f"the file {name} does not exist", help=advice)
    elif isinstance(error, OutsideError):
        message = "is a link to a place outside the package, and is not read"
        findings.add("file/outside", Location(name), message)
    elif isinstance(error, NotRegularError):
        findings.add("file/unreadable", Location(name), "is not a readable file", help="replace it with a file")
    else:
        findings.add("file/unreadable", Location(name), f"cannot be read: {error.strerror or error}")


def read_text(path: Path, name: str, findings: Findings, *, within: Path | None = None) -> str | None:
    """Read a UTF-8 text of at most 16 MiB, without its byte order mark. None, with a finding, where it cannot be."""
    content = read_bytes(path, name, findings, within=within)
    return None if content is None else decode(content, name, findings)


def decode(content: bytes, name: str, findings: Findings) -> str | None:
    """Decode UTF-8, without its byte order mark. None, with a finding at the first bad byte, where it is not UTF-8."""
    text = content.removeprefix(BOM_UTF8)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        good = text[: error.start].decode()
        findings.add(
            "file/not-utf-8",
            Location(name, *position(good, len(good))),
            f"is not UTF-8: byte 0x{text[error.start]:02x} is not allowed here",
        )
        return None


def display_name(path: Path) -> str:
    """How findings call a file: relative to the working directory where it lies below it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
