"""Writes what was built: all of it or nothing, whatever happens on the way."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class OutputError(Exception):
    """The output cannot be written; the text says why."""


def write_outputs(folder: Path, trees: Mapping[str, Mapping[str, bytes] | bytes]) -> None:
    """Put files and folders into `folder`, each in place of what stood there under its name.

    A name leads to a file's bytes or to a folder's files by their paths. Everything is written beside first and then
    moved; where a move fails, what was moved before goes back. Raises OutputError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=folder) as staging:
            fresh, old = Path(staging, "new"), Path(staging, "old")
            fresh.mkdir()
            old.mkdir()
            for name, tree in trees.items():
                _write(fresh / name, tree)
            _swap(folder, fresh, old, list(trees))
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from error


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file as a whole; where the path is a link, the file that it leads to. Raises OutputError."""
    try:
        place = path.resolve(strict=True) if path.is_symlink() else path
    except (OSError, RuntimeError) as error:
        # RuntimeError is how Python before 3.13 calls links that lead in a circle.
        raise OutputError(f"cannot write to {path}: the link leads nowhere") from error
    write_outputs(place.parent, {place.name: content})


def _write(path: Path, tree: Mapping[str, bytes] | bytes) -> None:
    if isinstance(tree, bytes):
        path.write_bytes(tree)
        path.chmod(0o644)
        return
    for name, content in tree.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    for part in [path, *(part for part in path.rglob("*") if part.is_dir())]:
        part.chmod(0o755)


def _swap(folder: Path, fresh: Path, old: Path, names: list[str]) -> None:
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(old / name)
            done.append(name)
            (fresh / name).rename(folder / name)
    except BaseException:
        # Whatever it was, Ctrl+C included: what stood there before must not be lost.
        for name in done:
            _remove(folder / name)
            if (old / name).exists():
                (old / name).rename(folder / name)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
