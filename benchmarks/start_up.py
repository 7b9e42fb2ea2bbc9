"""How fast the command line answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure, median, run

if TYPE_CHECKING:
    from collections.abc import Iterator


def measures() -> Iterator[Measure]:
    """Seconds of `--help`, and of checking the shipped content."""
    yield Measure("--help", median([run(["--help"], Path()) for _ in range(5)]).seconds, "s", 0.3)
    yield Measure("lint content/", median([run(["lint"], Path()) for _ in range(3)]).seconds, "s")
