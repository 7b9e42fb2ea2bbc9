"""A progress bar for a file that is read from start to end."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from qradar_builder.cli.calling.voice import is_live

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 0.2
_LEAST = 4 * 1024 * 1024
"""Files smaller than this, in bytes, are read before a bar could be seen."""


@contextmanager
def watched(file: IO[bytes], name: str) -> Iterator[None]:
    """Show on standard error how much of a file has been read, where that is a terminal and the output is not."""
    size = os.fstat(file.fileno()).st_size
    if size < _LEAST or not is_live(sys.stderr) or sys.stdout.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    ended = threading.Event()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=size)

        def watch() -> None:
            while not ended.wait(_SECONDS):
                progress.update(task, completed=os.lseek(file.fileno(), 0, os.SEEK_CUR))

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
