"""The files of a package by their places: what the page may open, and what it may write."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from qradar_builder.model.base import is_key
from qradar_builder.package.layout import EVENTS_SUFFIX, EXTENSION_FILE, EXTRA, LOCK_FILE, LSX_SUFFIX
from qradar_builder.source.files import MAX_BYTES, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.preview.protocol.package import FileKind

MOST_FILES: Final = 5000
"""How many files are listed."""
_DEEPEST: Final = 6
_PASSED_OVER: Final = frozenset({"dist", "node_modules", "__pycache__"})
_TOP: Final[dict[str, FileKind]] = {
    EXTENSION_FILE: "extension",
    "qids.yaml": "qids",
    "log_source_groups.yaml": "log-source-groups",
    "reference_data.yaml": "reference-data",
    LOCK_FILE: "lock",
}
_FOLDERS: Final[dict[str, FileKind]] = {
    "log_source_types": "log-source-type",
    "workflows": "workflow",
    "fragments": "fragment",
    "log_sources": "log-source",
    "tests/events": "event-case",
    "tests/workflows": "workflow-case",
    "tests/sources": "source",
}
"""The folders of YAML files, with the kind of what is right in them."""
_NOT_EDITED: Final = frozenset({"lock", "sample", "other"})
_SAMPLES: Final = frozenset(
    {".log", ".txt", ".json", ".ndjson", ".jsonl", ".csv", ".har", ".yaml", ".xml", ".cef", ".leef"}
)
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that are devices on Windows, whatever their suffix."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of the package. `hash` is the SHA-256 of its content, `size` is in bytes."""

    path: str
    kind: FileKind
    size: int
    hash: str

    @property
    def editable(self) -> bool:
        """Whether the page may write it."""
        return self.kind not in _NOT_EDITED


class Listing:
    """Lists the files of a folder; a file that has not changed is not read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hashes: dict[str, tuple[tuple[int, int, int], str]] = {}

    def files(self) -> dict[str, ListedFile]:
        """The files by their paths in the package, at most MOST_FILES. Links and hidden files are left out."""
        found: dict[str, ListedFile] = {}
        for name, entry in _walk(self._folder, "", 0):
            if len(found) >= MOST_FILES:
                break
            try:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES and is_safe(name):
                    found[name] = ListedFile(name, kind_of(name), status.st_size, self._hash(name, status))
            except OSError:
                # It is gone again, or may not be read.
                continue
        self._hashes = {name: kept for name, kept in self._hashes.items() if name in found}
        return found

    def _hash(self, name: str, status: os.stat_result) -> str:
        state = (status.st_mtime_ns, status.st_size, status.st_ino)
        kept = self._hashes.get(name)
        if kept is None or kept[0] != state:
            with open_regular(self._folder / name, self._folder) as file:
                kept = self._hashes[name] = state, sha256(file.read(MAX_BYTES + 1)).hexdigest()
        return kept[1]


def is_safe(name: str) -> bool:
    """Whether a text is a relative path that means the same on every system, and names nothing hidden."""
    if not name or len(name) > 1000 or any(sign in name for sign in '\\:*?"<>|') or not name.isprintable():
        return False
    return all(
        part
        and not part.startswith(".")
        and not part.endswith((".", " "))
        and part.partition(".")[0].lower() not in _RESERVED
        for part in name.split("/")
    )


def kind_of(name: str) -> FileKind:
    """The kind of a file by its place."""
    path = PurePosixPath(name)
    folder = "" if len(path.parts) == 1 else str(path.parent)
    if folder == "" and path.name in _TOP:
        return _TOP[path.name]
    if folder == "log_source_types" and path.name.endswith(EVENTS_SUFFIX):
        return "event-table"
    if (folder == "log_source_types" and path.name.endswith(LSX_SUFFIX)) or (
        folder == "workflows" and path.suffix == ".xml"
    ):
        return "xml"
    if folder in _FOLDERS and path.suffix == ".yaml":
        return _FOLDERS[folder]
    if path.suffix == ".md":
        return "markdown"
    return "sample" if path.parts[0] in {"tests", EXTRA, "docs"} and path.suffix in _SAMPLES else "other"


def may_be_made(name: str) -> bool:
    """Whether the page may make a file of that path, new or again: one that a package has, in its folder."""
    if not is_safe(name) or kind_of(name) in _NOT_EDITED:
        return False
    path = PurePosixPath(name)
    if str(path.parent) in _FOLDERS:
        return is_key(PurePosixPath(path.name.removesuffix(EVENTS_SUFFIX).removesuffix(LSX_SUFFIX)).stem)
    return len(path.parts) == 1


def _walk(folder: Path, above: str, depth: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{above}{entry.name}"
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and entry.name not in _PASSED_OVER:
                yield from _walk(folder / entry.name, f"{name}/", depth + 1)
        else:
            yield name, entry
