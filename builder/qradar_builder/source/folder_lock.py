"""A lock on a folder: whoever writes into it holds the lock, and others wait. It ends with its process."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK = ".build.lock"
"""The file in the folder; it holds the number of the process. The file alone locks nothing."""

Tell: TypeAlias = "Callable[[str], None]"
"""Takes a line for a person."""


def silent(_text: str) -> None:
    """Tell nobody."""


_PAUSE = 0.05
SHARED = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a file is opened that another process may have put there."""


@contextmanager
def locked(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock of a folder. `tell` hears of it where another process has to end first. Raises OSError."""
    path = folder / LOCK
    descriptor = _taken(path, tell)
    try:
        yield
    finally:
        with suppress(OSError):
            # Those who wait see that the name is gone, and begin anew.
            os.unlink(path)  # noqa: PTH108 - the tests replace `os` here
        os.close(descriptor)


def _taken(path: Path, tell: Tell) -> int:
    told = False
    while True:
        descriptor = _open(path)
        try:
            while not try_lock(descriptor):
                if not told:
                    tell(f"waiting for {_holder(descriptor)}, which writes to {path.parent}")
                    told = True
                time.sleep(_PAUSE)
            if _is_named(path, descriptor):
                _write_number(descriptor)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | SHARED, 0o666)
    except PermissionError:
        # That of another user, who was killed: it can be locked all the same.
        return os.open(path, os.O_RDONLY | SHARED)


def _is_named(path: Path, descriptor: int) -> bool:
    """Whether the file still has its name: who held the lock before has removed it."""
    try:
        there, here = os.stat(path), os.fstat(descriptor)  # noqa: PTH116 - beside the other
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _write_number(descriptor: int) -> None:
    # Only a help for those who wait: a full disk does not matter here.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())


def _holder(descriptor: int) -> str:
    with suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        number = os.read(descriptor, 20).strip()
        if number.isdigit():
            return f"process {number.decode()}"
    return "another process"


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file until it is closed. False where another process has it. Raises OSError."""
        # A byte behind the number, which others may read.
        os.lseek(descriptor, 1024, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file until it is closed. False where another process has it. Raises OSError."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
