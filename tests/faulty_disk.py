"""A disk that ends the process, or is full, at a chosen step: it takes the place of `os` where the tool writes."""

from __future__ import annotations

import errno
import os
import signal

STEPS = frozenset({"open", "write", "fsync", "replace", "link", "mkdir", "chmod", "unlink", "rmdir"})
_NEED_ROOM = frozenset({"write", "mkdir"})
_MAY_NEED_ROOM = frozenset({"replace", "link"})


class Killed(BaseException):
    """The process would be gone here; nothing that runs after it changes the disk."""


class FaultyDisk:
    """Counts the steps. At step `last` it is as `fault` says: `kill`, `sigkill`, `full`, or nothing."""

    def __init__(self, last: int = 0, fault: str = "") -> None:
        self.count = 0
        self._last = last
        self._fault = fault
        self._dead = False

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in STEPS:
            return real

        def step(*given, **more):
            self._begin(name, given)
            return real(*given, **more)

        return step

    def _needs_room(self, name, given):
        # A folder seldom has to grow for a name.
        is_first = name in _MAY_NEED_ROOM and self.count == self._last
        return is_first or name in _NEED_ROOM or (name == "open" and given[1] & os.O_CREAT)

    def _begin(self, name, given):
        self.count += 1
        if self._dead:
            raise Killed
        if self._fault == "full" and self.count >= self._last and self._needs_room(name, given):
            if name == "write":
                os.write(given[0], given[1][: len(given[1]) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        if self._fault in {"kill", "sigkill"} and self.count == self._last:
            if name == "write":
                os.write(given[0], given[1][: len(given[1]) // 2])
            if self._fault == "sigkill":
                os.kill(os.getpid(), signal.SIGKILL)
            self._dead = True
            raise Killed


def tree(folder):
    """Everything below a folder by its path: the bytes of files, None for folders."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def without_leftovers(found):
    """A tree without what an ended process left beside."""
    return {
        name: content
        for name, content in found.items()
        if not any(part.startswith(".build") for part in name.split("/"))
    }
