"""How the build of a package grows with the number of its mappings and QID records."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure, Run, median, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTENSION = """\
id: large
name: Large
version: 1.0.0
author: {name: Bench}
qradar: {minimum: 7.5.0}
"""
_TYPE = """\
name: Large
parsing:
  EventName: {json: '/"id"'}
"""


def measures() -> Iterator[Measure]:
    """Seconds and peak memory at 10,000 and 100,000 mappings and records, and the ratios between them."""
    small = median([_build(10_000) for _ in range(3)])
    large = _build(100_000)
    yield Measure("build, 10,000 mappings and QID records", small.seconds, "s", 3.0)
    yield Measure("build, 10,000 mappings and QID records, peak memory", small.peak, "MiB")
    yield Measure("build, 100,000 mappings and QID records", large.seconds, "s")
    yield Measure("build, 100,000 mappings and QID records, peak memory", large.peak, "MiB")
    yield Measure("build, seconds at 100,000 / at 10,000", large.seconds / small.seconds, "times", 12.0)
    yield Measure("build, memory at 100,000 / at 10,000", large.peak / small.peak, "times", 12.0)
    again = _build(10_000, twice=True)
    yield Measure("build, 10,000 of each, with their lock", again.seconds, "s", 3.0)


def _build(count: int, *, twice: bool = False) -> Run:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = folder / "large"
        (package / "log_source_types").mkdir(parents=True)
        (package / "extension.yaml").write_text(_EXTENSION)
        records = "".join(
            f"  event-{number}: {{name: Event {number}, severity: 3, category: General Audit Event}}\n"
            for number in range(count)
        )
        (package / "log_source_types" / "large.yaml").write_text(f"{_TYPE}qids:\n{records}")
        rows = "".join(f"E{number},audit,event-{number}\n" for number in range(count))
        (package / "log_source_types" / "large.events.csv").write_text(f"id,category,qid\n{rows}")
        command = ["build", "large", "-o", "out"]
        if twice:
            run(command, folder)
        return run(command, folder)
