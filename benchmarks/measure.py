"""Runs a command and says how long it took and how much memory it held."""

from __future__ import annotations

import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LAUNCHER: Final = """
import os, sys, time
begin = time.perf_counter()
null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ, file_actions=null)
_, status, usage = os.wait4(child, 0)
print(
    time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)
)
"""
"""A small process between ours and the measured one.

Linux counts the memory that a process shows before it becomes another program as its own: that of the process that
starts it. Ours holds hundreds of MiB of events at times, so that it would hide what is measured.
"""


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
    """What one run of a command took: seconds of wall time and of CPU time, and the peak of its memory in MiB."""

    seconds: float
    cpu: float
    peak: float


def run(arguments: Sequence[str], folder: Path) -> Run:
    """Run the product's command line in a process of its own. Raises where it fails."""
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, "-m", "qradar_builder.cli", *arguments]
    said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()
    if said[3] != "0":
        raise RuntimeError(f"{' '.join(arguments)} ended with {said[3]}")
    return Run(float(said[0]), float(said[1]), int(said[2]) / 1024)


def median(runs: Sequence[Run]) -> Run:
    """The median of several runs, each figure by itself."""
    figures = zip(*((one.seconds, one.cpu, one.peak) for one in runs), strict=True)
    return Run(*map(statistics.median, figures))
