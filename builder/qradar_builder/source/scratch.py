"""A folder for files that are as long on disk as something needs them."""

from __future__ import annotations

import shutil
import weakref
from pathlib import Path
from tempfile import mkdtemp


class Scratch:
    """A new folder, which is gone with its owner. Raises OSError where it cannot be made."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="qradar-builder-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def path(self, name: str) -> Path:
        """Where a file of that name is."""
        return self._folder / name
