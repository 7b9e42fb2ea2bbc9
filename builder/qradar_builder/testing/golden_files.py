"""The golden files of packages: how they are read, and how new ones are kept back until all tests have run."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.source.files import MAX_BYTES, is_inside, open_regular
from qradar_builder.source.output import write_files
from qradar_builder.source.places import kind_at

if TYPE_CHECKING:
    from qradar_builder.source.folder_lock import Tell


class GoldenFiles:
    """The golden files of one package. Those that change are all written at the end, or none of them."""

    def __init__(self, package: Path) -> None:
        self._package = package
        self._changes: dict[str, bytes | None] = {}

    def read(self, path: Path) -> bytes:
        """The content of a golden file, of at most 16 MiB. Raises OSError, also where a link leads out."""
        with open_regular(path, self._package) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise OSError(None, f"it is larger than {MAX_BYTES // (1024 * 1024)} MiB")
        return content

    def change(self, path: Path, content: bytes | None) -> None:
        """Take note of what a golden file will hold; None where there will be none.

        A link is followed. Raises OSError where it leads out of the package, or where something else has the name.
        """
        if not is_inside(path, self._package):
            raise OSError(errno.EPERM, "it is outside the package folder")
        # Pytest gives absolute paths, and package folders are as they were named.
        place = Path(os.path.realpath(path))
        if kind_at(place) not in {None, stat.S_IFREG}:
            raise OSError(errno.EISDIR, "Is a directory" if place.is_dir() else "it is not a regular file")
        self._changes[place.relative_to(os.path.realpath(self._package)).as_posix()] = content

    def write(self, tell: Tell) -> None:
        """Write what has changed. Raises OutputError."""
        if self._changes:
            write_files(self._package, self._changes, tell)
