"""A folder for files that are as long on disk as something needs them; what a killed process left is removed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
import weakref
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.source.folder_lock import SHARED, try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = "qradar-builder-"
_LOCK: Final = ".lock"
"""The file in a folder that its process holds a lock on, which ends with the process."""
_OLD: Final = 3600
"""For so many seconds a new folder is left alone, whatever its lock says."""


class Scratch:
    """A new folder, which is gone with its owner. Raises OSError where it cannot be made."""

    def __init__(self) -> None:
        _remove_left(tempfile.gettempdir())
        outer = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._end = weakref.finalize(self, _remove, outer, _held(outer))
        # Apart from the lock.
        self.folder = outer / "files"
        self.folder.mkdir()

    def path(self, name: str) -> Path:
        """Where a file of that name is."""
        return self.folder / name

    def close(self) -> None:
        """Remove the folder."""
        self._end()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder, which is removed at the end. Raises OSError where it cannot be made."""
    scratch = Scratch()
    try:
        yield scratch.folder
    finally:
        scratch.close()


def _held(folder: Path) -> int | None:
    """Hold the lock of a new folder. None where there is no room for its file, or no lock in that file system."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL | SHARED, 0o600)
    except OSError:
        return None
    with suppress(OSError):
        try_lock(descriptor)
    return descriptor


def _remove(folder: Path, descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
    shutil.rmtree(folder, ignore_errors=True)


@cache
def _remove_left(place: str) -> None:
    """Remove the folders of this user whose processes were killed; once in a process."""
    try:
        found = [Path(each.path) for each in os.scandir(place) if each.name.startswith(_PREFIX)]
    except OSError:
        return
    for folder in found:
        # Another process may remove it at the same time.
        with suppress(OSError):
            if _is_ours(folder) and _is_old(folder):
                _remove_if_left(folder)


def _is_ours(folder: Path) -> bool:
    there = folder.lstat()
    return stat.S_ISDIR(there.st_mode) and (not hasattr(os, "getuid") or there.st_uid == os.getuid())


def _is_old(folder: Path) -> bool:
    return time.time() - folder.lstat().st_mtime > _OLD


def _remove_if_left(folder: Path) -> None:
    descriptor = os.open(folder / _LOCK, os.O_RDWR | SHARED)
    try:
        is_left = try_lock(descriptor)
    finally:
        # Where a file is open, Windows does not remove it.
        os.close(descriptor)
    if is_left:
        shutil.rmtree(folder, ignore_errors=True)
