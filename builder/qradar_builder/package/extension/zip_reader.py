"""Reads the files of an extension, which may be hostile: no header is believed, and no name becomes one on disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import field
from io import BytesIO
from typing import IO, TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.gathering import Gathering
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qradar_builder.findings import Findings

_MEBIBYTE = 1024 * 1024
MAX_ENTRIES = 2000
"""The most files that an archive may hold."""
MAX_ENTRY = 256 * _MEBIBYTE
"""The largest file of an archive, in bytes."""
MAX_TOTAL = 512 * _MEBIBYTE
"""The most that all files of an archive may have together, in bytes. The archive itself is no larger either."""
MAX_RATIO = 200
"""How much larger than its compressed form a file may be; content XML is about 25 times as large."""

_SMALL = _MEBIBYTE
"""What is no larger than this may be compressed as well as it can be."""
_PIECE = 256 * 1024
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY_MARK = b"PK\x01\x02"
_MAX_MARKS = 100_000
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile is known to raise on archives that do not hold."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an extension by their names. An extension may be a content XML alone, without a ZIP around it."""

    name: str
    """How findings call the archive."""
    entries: Mapping[str, bytes]
    bare: bool = False
    files: Mapping[str, Path] = field(default_factory=dict)
    """The large XML files among them that are on disk, by their names; these are not in `entries`."""

    def names(self) -> Iterable[str]:
        """The names of all files."""
        return (*self.entries, *self.files)

    def content(self, entry: str) -> bytes:
        """What a file holds, in memory."""
        return self.files[entry].read_bytes() if entry in self.files else self.entries[entry]

    def start(self, entry: str, size: int) -> bytes:
        """What a file begins with."""
        if entry not in self.files:
            return self.entries[entry][:size]
        with self.files[entry].open("rb") as file:
            return file.read(size)

    def called(self, entry: str) -> str:
        """How findings call a file of the archive."""
        return self.name if self.bare else f"{self.name}!{entry}"


def is_zip(content: bytes) -> bool:
    """Whether a file begins as a ZIP does."""
    return content.startswith(_STARTS)


def read_archive(content: bytes, name: str, findings: Findings, *, folder: Path | None = None) -> Archive | None:
    """Read an extension: a ZIP, or a content XML alone. Large XML files of a ZIP go to `folder`, which is empty.

    None, with findings, where a ZIP is damaged, exceeds a limit, or has a file that is encrypted or oddly named.
    """
    if not is_zip(content):
        return Archive(name, {name.replace("\\", "/").rpartition("/")[2]: content}, bare=True)
    return _read_zip(BytesIO(content), len(content), name, findings, folder)


def read_zip_file(path: Path, name: str, findings: Findings, folder: Path) -> Archive | None:
    """Read a ZIP from its file, which is not held in memory; else as `read_archive`. Raises OSError."""
    with open_regular(path) as file:
        return _read_zip(file, path.stat().st_size, name, findings, folder)


def _read_zip(file: IO[bytes], size: int, name: str, findings: Findings, folder: Path | None) -> Archive | None:
    place = Location(name)
    if size > MAX_TOTAL:
        findings.add("zip/too-large", place, f"is larger than {MAX_TOTAL // _MEBIBYTE} MiB")
        return None
    # zipfile makes a record of every entry before it can be asked how many there are.
    if _marks(file) > _MAX_MARKS:
        findings.add("zip/too-many", place, f"contains more than {MAX_ENTRIES} files")
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            return _Reader(archive, name, findings, folder).read()
    except _BROKEN as error:
        findings.add("zip/corrupt", place, f"is not a complete ZIP: {str(error) or type(error).__name__}")
        return None


def _marks(file: IO[bytes]) -> int:
    """How often the mark of an entry is in a file, from its start on."""
    found, end = 0, b""
    while piece := file.read(_PIECE):
        # A mark can be in two pieces, and no mark begins within another one.
        found += (end + piece).count(_ENTRY_MARK) - end.count(_ENTRY_MARK)
        end = (end + piece)[1 - len(_ENTRY_MARK) :]
    file.seek(0)
    return found


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, name: str, findings: Findings, folder: Path | None) -> None:
        self._archive = archive
        self._name = name
        self._findings = findings
        self._left = MAX_TOTAL
        self._folder = folder

    def read(self) -> Archive | None:
        infos = self._archive.infolist()
        if len(infos) > MAX_ENTRIES:
            self._findings.add("zip/too-many", Location(self._name), f"contains {len(infos):,} files")
            return None
        before = self._findings.errors
        self._check_names(infos)
        if self._findings.errors > before:
            return None
        entries: dict[str, bytes] = {}
        files: dict[str, Path] = {}
        for number, info in enumerate(infos):
            if info.is_dir():
                continue
            content = self._entry(info, None if self._folder is None else self._folder / f"{number}.xml")
            if content is None:
                return None
            if isinstance(content, bytes):
                entries[info.filename] = content
            else:
                files[info.filename] = content
        return Archive(self._name, entries, files=files)

    def _check_names(self, infos: list[zipfile.ZipInfo]) -> None:
        seen: set[str] = set()
        for info in infos:
            # The name without changes: zipfile ends it at a NUL.
            name = info.orig_filename
            if not is_plain(name):
                message = f"the name {name[:100]!a} points outside the archive, or is not valid"
                self._findings.add("zip/name", Location(self._name), message)
            elif name in seen:
                self._findings.add("zip/duplicate", Location(self._name), f"the archive contains {name[:100]!a} twice")
            seen.add(name)

    def _entry(self, info: zipfile.ZipInfo, path: Path | None) -> bytes | Path | None:
        place = Location(f"{self._name}!{info.filename}")
        if info.flag_bits & _ENCRYPTED:
            self._findings.add("zip/encrypted", place, "is encrypted")
            return None
        if info.compress_type not in _METHODS:
            self._findings.add("zip/method", place, f"is compressed by method {info.compress_type}")
            return None
        limit = min(MAX_ENTRY, self._left)
        bound = min(limit, max(_SMALL, MAX_RATIO * info.compress_size))
        with self._archive.open(info) as stream, Gathering(info.filename, path) as gathered:
            while piece := stream.read(_PIECE):
                if gathered.size + len(piece) > bound:
                    self._too_large(place, limit, bound)
                    return None
                gathered.add(piece)
            if gathered.size != info.file_size:
                self._findings.add("zip/corrupt", place, "is incomplete")
                return None
            self._left -= gathered.size
            return gathered.content()

    def _too_large(self, place: Location, limit: int, bound: int) -> None:
        if bound < limit:
            message = f"is more than {MAX_RATIO} times as large as its compressed form"
            self._findings.add("zip/ratio", place, message)
        elif limit == MAX_ENTRY:
            self._findings.add("zip/too-large", place, f"is larger than {MAX_ENTRY // _MEBIBYTE} MiB")
        else:
            message = f"the files are larger than {MAX_TOTAL // _MEBIBYTE} MiB together"
            self._findings.add("zip/too-large", Location(self._name), message)


def is_plain(name: str) -> bool:
    """Whether a name leads to a file in the archive, by every system's rules."""
    parts = name.removesuffix("/").split("/")
    return name.isprintable() and "\\" not in name and ":" not in parts[0] and not {"", ".", ".."} & set(parts)
