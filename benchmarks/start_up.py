"""How fast the command line answers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from benchmarks.measure import Measure, median, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL = "acme-audit"


def measures() -> Iterator[Measure]:
    """Seconds of `--help`, of checking a small package and of checking the shipped content, the latter from the cache.

    The small package is what `init` writes: a log source type, a workflow with fragments, and their cases.
    """
    yield Measure("--help", median([run(["--help"], Path()) for _ in range(5)]).seconds, "s", 0.3)
    with tempfile.TemporaryDirectory() as name, patch.dict(os.environ, {"XDG_CACHE_HOME": name}):
        folder = Path(name)
        run(["init", _SMALL, "-o", name], folder)
        cold = median([run(["lint", "--no-cache", _SMALL], folder) for _ in range(5)])
        run(["lint", _SMALL], folder)
        kept = median([run(["lint", _SMALL], folder) for _ in range(5)])
        yield Measure("lint of a small package", cold.seconds, "s", 0.4)
        yield Measure("lint of a small package, CPU", cold.cpu, "s", 0.4)
        yield Measure("lint of a small package, unchanged", kept.seconds, "s", 0.3)
    yield Measure("lint content/", median([run(["lint"], Path()) for _ in range(3)]).seconds, "s")
