"""Runs a command and says how long it took and how much memory it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, its unit and what it should be at most (None: for the record)."""

    name: str
    value: float
    unit: str
    target: float | None = None

    def line(self) -> str:
        """The measure as a line of text."""
        target = "" if self.target is None else f"   target {self.target:g}"
        return f"{self.name:<58} {self.value:>10.2f} {self.unit:<6}{target}"

    def row(self) -> dict[str, object]:
        """The measure as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took: seconds of wall time, and the peak of its memory in MiB."""

    seconds: float
    peak: float


def run(arguments: Sequence[str], folder: Path) -> Run:
    """Run the product's command line in a process of its own. Raises where it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "qradar_builder.cli", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def median(runs: Sequence[Run]) -> Run:
    """The median of several runs, each figure by itself."""
    return Run(statistics.median(one.seconds for one in runs), statistics.median(one.peak for one in runs))
