"""Watches the package folder, so that what any editor writes is seen within a third of a second."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import Change, watch

from qradar_builder.serving.running import Running

if TYPE_CHECKING:
    from qradar_builder.preview.package.workspace import Workspace

_DEBOUNCE_MS: Final = 60
"""How long to wait for more changes after the first, as editors write beside and rename."""
_STEP_MS: Final = 20
_WAKE_MS: Final = 200
"""After how long without a change the thread looks whether it should end."""
_POLL_SECONDS: Final = 0.5


class Watcher(Running):
    """Has a workspace look at its folder after each change. It runs in a thread of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preview-watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            batches = watch(
                self._workspace.folder,
                watch_filter=self._is_ours,
                debounce=_DEBOUNCE_MS,
                step=_STEP_MS,
                rust_timeout=_WAKE_MS,
                stop_event=self._ended,
                raise_interrupt=False,
            )
            for _ in batches:
                self._workspace.refresh()
        except (OSError, RuntimeError):
            # The system has no watches left, or the folder was replaced: look again and again instead.
            while not self._ended.wait(_POLL_SECONDS):
                self._workspace.refresh()

    def _is_ours(self, _change: Change, path: str) -> bool:
        """Whether a path is one that a listing may have."""
        try:
            inside = Path(path).relative_to(self._workspace.folder.resolve())
        except ValueError:
            return True
        return not any(part.startswith(".") or part == "dist" for part in inside.parts)
