"""`lint --watch`: check again when a file changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_SECONDS: Final = 0.5


def watch(places: Sequence[Path], check: Callable[[], object]) -> None:
    """Check, then again after each change of a file, until Ctrl-C."""
    seen: object = None
    while True:
        now = _state(places)
        if now != seen:
            seen = now
            click.clear()
            check()
            click.echo("Watching for changes. Press Ctrl-C to stop.", err=True)
        time.sleep(_SECONDS)


def _state(places: Sequence[Path]) -> list[tuple[str, int, int]]:
    """The files below the places, each with its time of change in nanoseconds and its size in bytes."""
    found: list[tuple[str, int, int]] = []
    for place in places:
        for path in [place, *place.rglob("*")] if place.is_dir() else [place]:
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return sorted(found)
