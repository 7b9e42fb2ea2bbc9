"""The progress of a survey: how much is read, how fast, how long it still takes, and how many processes there are."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qradar_builder.cli.calling.voice import is_live

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.survey.sources.unit import Unit
    from qradar_builder.survey.survey import Watcher


@contextmanager
def progress(units: Sequence[Unit], workers: int) -> Iterator[Watcher]:
    """A progress bar on standard error, where that is a terminal."""
    if not is_live(sys.stderr):
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[workers]} workers"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("counting", total=sum(unit.size for unit in units), workers=workers)

        def watch(_units: int, size: int, running: int) -> None:
            bar.update(task, advance=size, workers=running or workers)

        yield watch
