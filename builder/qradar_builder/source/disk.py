"""The one place that changes the disk. Each function is one step: a kill leaves the state before it or after it.

All of them raise OSError.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.source.files import Content

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_new(path: Path, content: Content, mode: int) -> None:
    """Write a file that is not there yet, down to the disk. The file is removed again if that fails."""
    # Nobody else reads it before its mode is known.
    descriptor = os.open(path, _NEW, 0o600)
    try:
        try:
            for piece in (content,) if isinstance(content, bytes) else content.pieces():
                left = memoryview(piece)
                while left:
                    left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.chmod(path, mode)  # noqa: PTH101 - the tests replace `os` here
    except BaseException:
        with suppress(OSError):
            remove_file(path)
        raise


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name; a file that has that name is replaced."""
    os.replace(source, target)  # noqa: PTH105 - the tests replace `os` here


def keep(path: Path, other: Path) -> None:
    """Keep a file under another name, too. Where the file system has no second names, it loses the first."""
    try:
        os.link(path, other, follow_symlinks=False)
    except (OSError, NotImplementedError):
        move(path, other)


def make_folder(path: Path, mode: int | None = None) -> None:
    """Make a folder; with a mode it does not depend on the umask."""
    os.mkdir(path)  # noqa: PTH102 - as above
    if mode is not None:
        os.chmod(path, mode)  # noqa: PTH101 - as above


def remove_file(path: Path) -> None:
    """Remove a file."""
    os.unlink(path)  # noqa: PTH108 - as above


def remove_folder(path: Path) -> None:
    """Remove an empty folder."""
    os.rmdir(path)  # noqa: PTH106 - as above


def remove_tree(path: Path) -> None:
    """Remove a folder and all below it; links in it are removed, and not followed."""
    for entry in sorted(path.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            remove_tree(entry)
        else:
            remove_file(entry)
    remove_folder(path)


def sync_folder(path: Path) -> None:
    """Bring the names of a folder down to the disk, where the system can do so."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except PermissionError:
        # A folder of Windows, or one that may be written to, but not be listed.
        return
    try:
        with suppress(OSError):
            # Some file systems do not know it; what can be lost then is lost by every program.
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
