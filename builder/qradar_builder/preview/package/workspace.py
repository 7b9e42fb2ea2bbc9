"""The package on disk, as the preview knows it: its revision, its files, and its last good state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from qradar_builder.preview.package.findings import PathsInPackage
from qradar_builder.preview.package.listing import Listing
from qradar_builder.preview.package.state import read_state
from qradar_builder.preview.package.texts import Texts
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qradar_builder.preview.package.listing import ListedFile
    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.protocol.files import FileAnswer
    from qradar_builder.preview.protocol.problems import FindingMessage

    Heard = Callable[[int, list[str]], None]
    """Hears a revision and the paths of the files that changed with it."""


class Workspace:
    """A package folder. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = PathsInPackage(folder)
        self._listing = Listing(folder)
        self._texts = Texts(folder, self._listing)
        self._lock = threading.RLock()
        self._heard: list[Heard] = []
        self._files = self._listing.files()
        self.revision = 1
        self._read_at = 0
        self._good: PackageState | None = None
        self._findings: list[FindingMessage] = []

    def subscribe(self, heard: Heard) -> None:
        """Tell of each change from now on."""
        self._heard.append(heard)

    def refresh(self) -> int:
        """Look for changes on disk, and return the revision. Those who have subscribed hear of a new one."""
        with self._lock:
            files = self._listing.files()
            changed = [
                name
                for name in sorted({*files, *self._files})
                if name not in files or name not in self._files or files[name].hash != self._files[name].hash
            ]
            self._files = files
            if changed:
                self.revision += 1
            revision = self.revision
        if changed:
            for heard in self._heard:
                heard(revision, changed)
        return revision

    def files(self) -> dict[str, ListedFile]:
        """The files by their paths, as they were at the revision."""
        return self._files

    def state(self) -> PackageState:
        """The last good state. Raises Refusal where there has been none."""
        with self._lock:
            self._read()
            if self._good is None:
                raise Refusal("preview/broken", "the package has errors")
            return self._good

    def last(self) -> PackageState | None:
        """The last good state, or None."""
        with self._lock:
            self._read()
            return self._good

    def findings(self) -> list[FindingMessage]:
        """What is wrong with the package as it is on disk."""
        with self._lock:
            self._read()
            return self._findings

    @property
    def is_stale(self) -> bool:
        """Whether the package has errors, so that the last good state is older than the files."""
        with self._lock:
            self._read()
            return self._good is None or self._good.revision != self.revision

    def read(self, path: str) -> FileAnswer:
        """The text of a file, with its hash. Raises Refusal."""
        with self._lock:
            return self._texts.read(path)

    def read_base(self, path: str, base_hash: str) -> str:
        """The text of a file that is still the one of that hash. Raises Refusal, as `write`."""
        with self._lock:
            return self._texts.read_base(path, base_hash)

    def write(self, path: str, text: str, base_hash: str) -> str:
        """Write a text, and return its hash. Raises Refusal."""
        with self._lock:
            written = self._texts.write(path, text, base_hash)
        self.refresh()
        return written

    def write_all(self, texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """Write texts by their paths, each with the hash that it had, all or none. Raises Refusal, as `write`."""
        with self._lock:
            written = self._texts.write_all(texts)
        self.refresh()
        return written

    def _read(self) -> None:
        if self._read_at == self.revision:
            return
        revision = self.revision
        state, findings = read_state(self.folder, revision)
        if state is not None:
            self._good = state
        self._findings = self.paths.messages(findings)
        self._read_at = revision
