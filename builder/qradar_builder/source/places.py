"""Places in a folder that a name leads to: none lies outside, none is behind a link, none is a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class PlaceError(Exception):
    """Something cannot be written at a place; the text says what is in the way."""


def place(folder: Path, name: str) -> Path:
    """The place of a relative path in a folder. Raises PlaceError where a link or a file is on the way.

    The folder itself may be a link: its user named it.
    """
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\0" in name:
        raise PlaceError(f"`{name}` is not a path in {folder}")
    at = folder
    for part in parts[:-1]:
        at /= part
        kind = kind_at(at)
        if kind not in {None, stat.S_IFDIR}:
            raise PlaceError(f"{at} is {_called(kind)}, but must be a folder; move it")
    return at / parts[-1]


def kind_at(path: Path) -> int | None:
    """What is at a path, as a file type of `stat`; a link is not followed. None where there is nothing."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None


def refuse_other_than_file(path: Path, kind: int | None) -> None:
    """Raise PlaceError where something other than a regular file is at a path."""
    if kind not in {None, stat.S_IFREG}:
        raise PlaceError(f"cannot write to {path}: it is {_called(kind)}; move it")


def target_of(path: Path) -> Path:
    """Where a file is written: where a link leads, else the path itself. Raises PlaceError."""
    if path.is_symlink():
        try:
            target = Path(os.path.realpath(path, strict=True))
        except OSError as error:
            raise PlaceError(f"cannot write to {path}: the target of the link does not exist") from error
    else:
        target = path
    refuse_other_than_file(target, kind_at(target))
    return target


def folders_above(name: str) -> Iterator[str]:
    """The folders that a relative path lies in, the outermost first."""
    for parent in reversed(PurePosixPath(name).parents[:-1]):
        yield str(parent)


def _called(kind: int | None) -> str:
    names = {stat.S_IFDIR: "a folder", stat.S_IFLNK: "a link", stat.S_IFREG: "a file", stat.S_IFIFO: "a named pipe"}
    return names.get(kind or 0, "a device or socket")
