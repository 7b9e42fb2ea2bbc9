"""Reads a TAR.GZ of an extension, which may be hostile: no header is believed, and no name becomes one on disk."""

from __future__ import annotations

import tarfile
import zlib
from io import BytesIO
from typing import IO, TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.gathering import Gathering
from qradar_builder.package.extension.zip_reader import (
    MAX_ENTRIES,
    MAX_ENTRY,
    MAX_RATIO,
    MAX_TOTAL,
    Archive,
    is_plain,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings

_MAGIC = b"\x1f\x8b"
_SMALL = 1024 * 1024
_PIECE = 256 * 1024
_MEBIBYTE = 1024 * 1024


class _TooLargeError(Exception):
    """The content is larger than it may be; the text says how."""


class _Unpacked:
    """The content of a GZIP as a stream that stops where it becomes too large."""

    def __init__(self, content: bytes) -> None:
        self._packed = BytesIO(content)
        self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._bound = max(_SMALL, MAX_RATIO * len(content))
        self._ready = b""
        self._size = 0

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`."""
        while len(self._ready) < size and not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._packed.read(_PIECE)
            if not packed:
                raise EOFError("it ends too early")
            piece = self._unpacker.decompress(packed, _PIECE)
            self._size += len(piece)
            self._ready += piece
            if self._size > self._bound:
                raise _TooLargeError(f"is more than {MAX_RATIO} times as large as its compressed form")
            if self._size > MAX_TOTAL:
                raise _TooLargeError(f"the files are larger than {MAX_TOTAL // _MEBIBYTE} MiB together")
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken


def is_tar(content: bytes) -> bool:
    """Whether a file begins as a TAR.GZ does."""
    return content.startswith(_MAGIC)


def read_tar(content: bytes, name: str, findings: Findings, *, folder: Path | None = None) -> Archive | None:
    """Read a TAR.GZ. None, with findings, where it is damaged, exceeds a limit, or holds more than plain files.

    Large XML files of it go to `folder`, which is empty.
    """
    place = Location(name)
    entries: dict[str, bytes] = {}
    files: dict[str, Path] = {}
    before = findings.errors
    try:
        with tarfile.open(fileobj=_stream(_Unpacked(content)), mode="r|") as archive:
            for count, member in enumerate(archive, 1):
                if count > MAX_ENTRIES:
                    findings.add("zip/too-many", place, f"contains more than {MAX_ENTRIES} files")
                    return None
                path = None if folder is None else folder / f"{count}.xml"
                entry = _entry(archive, member, name, path, findings)
                if entry is None:
                    continue
                called = member.name.removeprefix("./")
                if called in entries or called in files:
                    findings.add("zip/duplicate", place, f"the archive contains {called[:100]!a} twice")
                if isinstance(entry, bytes):
                    entries[called] = entry
                else:
                    files[called] = entry
    except _TooLargeError as error:
        rule = "zip/ratio" if "compressed" in str(error) else "zip/too-large"
        findings.add(rule, place, str(error))
        return None
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, MemoryError) as error:
        findings.add("zip/corrupt", place, f"is no whole TAR.GZ: {str(error)[:200] or type(error).__name__}")
        return None
    return None if findings.errors > before else Archive(name, entries, files=files)


def _stream(unpacked: _Unpacked) -> IO[bytes]:
    """The stream as `tarfile` asks for it: of a file it only calls `read`."""
    return unpacked  # type: ignore[return-value]  # a part of the protocol


def _entry(
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str, path: Path | None, findings: Findings
) -> bytes | Path | None:
    """The content of a file; None for a folder, and with a finding for what is no plain file or oddly named."""
    place = Location(name)
    if member.isdir():
        return None
    if not is_plain(member.name.removeprefix("./")):
        message = f"the name {member.name[:100]!a} points outside the archive, or is not valid"
        findings.add("zip/name", place, message)
        return None
    if not member.isreg():
        findings.add("zip/name", place, f"{member.name[:100]!a} is no plain file, but a link or a device")
        return None
    if member.size > MAX_ENTRY:
        raise _TooLargeError(f"{member.name[:100]!a} is larger than {MAX_ENTRY // _MEBIBYTE} MiB")
    stream = archive.extractfile(member)
    if stream is None:
        return b""
    with Gathering(member.name, path) as gathered:
        while piece := stream.read(_PIECE):
            gathered.add(piece)
        return gathered.content()
