"""How fast archives are surveyed, beside `parse` on the same file, on a cluster, and how much memory it takes."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Measure, median, run
from benchmarks.parse_events import FIELDS, json_payloads, text_patterns, text_payloads
from qradar_builder.api import load_types
from qradar_builder.survey.choices import InputChoices
from qradar_builder.survey.counting.counting import Counting
from qradar_builder.survey.counting.prepared import CountingChoices
from qradar_builder.survey.dsm_counts import DsmCounts
from qradar_builder.survey.engines.part import Part, Tree
from qradar_builder.survey.engines.task import Job, run_task
from qradar_builder.survey.sources.file import SourceFile
from qradar_builder.survey.sources.plan import units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FEW: Final = 5_000
_SIZE: Final = 400_000_000
"""Bytes of the large file."""
_LARGER: Final = 5
"""How many times as large as the small file it is."""
_PARTS: Final = 1_000
_CLOCK: Final = ("--clock", "2024-06-01T00:00:00Z")


def measures() -> Iterator[Measure]:
    """Seconds beside those of `parse`, bytes a second and core, memory, and the merge of parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_package(folder / "json", _json_parsing())
        _write_package(folder / "regex", text_patterns())
        _write_logs(folder / "small.ndjson", list(json_payloads(_FEW)), _SIZE // _LARGER)
        _write_logs(folder / "small.log", list(text_payloads(_FEW)), _SIZE // _LARGER)
        with (folder / "large.ndjson").open("wb") as file:
            for _ in range(_LARGER):
                with (folder / "small.ndjson").open("rb") as few:
                    shutil.copyfileobj(few, file)
        yield from _commands(folder)
        yield from _merging(folder)


def _commands(folder: Path) -> Iterator[Measure]:
    survey = ["survey", "json", "large.ndjson", "-o", "report.json", *_CLOCK]
    parse = median([run(["parse", "json", "large.ndjson", "--jobs", "2"], folder) for _ in range(3)])
    two = median([run([*survey, "--jobs", "2"], folder) for _ in range(3)])
    yield Measure("survey --jobs 2 / parse --jobs 2 on the same file", two.seconds / parse.seconds, "times", 1.15)
    workers = [median([run([*survey, "--cluster", "local", "--jobs", jobs], folder)]) for jobs in ("1", "2")]
    yield Measure(
        "survey, cluster of 1 worker / of 2 (1.8 is wanted)", workers[0].seconds / workers[1].seconds, "times"
    )
    large = run(survey, folder)
    small = run(["survey", "json", "small.ndjson", "-o", "report.json", *_CLOCK], folder)
    text = run(["survey", "regex", "small.log", "-o", "report.json", *_CLOCK], folder)
    size = (folder / "large.ndjson").stat().st_size
    yield Measure("survey, JSON DSM, megabytes a second and core", size / large.seconds / 1e6, "MB/s")
    text_size = (folder / "small.log").stat().st_size
    yield Measure("survey, regex DSM, megabytes a second and core", text_size / text.seconds / 1e6, "MB/s")
    yield Measure(f"survey, peak memory at {_LARGER} times the size", large.peak / small.peak, "times", 1.1)
    yield Measure("survey, peak memory of one process", large.peak, "MiB")


def _merging(folder: Path) -> Iterator[Measure]:
    """Merge parts of as many ranges as a file of 32 GB has; each has as many keys as a range can have."""
    types = load_types(folder / "json").definitions
    assert types is not None, "it is our package"
    counts = DsmCounts(Counting(next(iter(types.values())), CountingChoices(clock=0, timed=False)))
    path = folder / "small.ndjson"
    file = SourceFile("small.ndjson", str(path), path.stat().st_size, "")
    units = list(units_of([file], None, path.stat().st_size // 20))[:20]
    made: list[Part] = [part for unit in units for part in run_task(Job(counts, InputChoices()), (unit,))]
    begin = time.perf_counter()
    tree = Tree(counts)
    for number in range(_PARTS):
        tree.add(made[number % len(made)])
    tree.total()
    yield Measure(f"survey, merge of the parts of {_PARTS:,} ranges", time.perf_counter() - begin, "s", 1.0)


def _write_package(folder: Path, parsing: Mapping[str, dict[str, str] | str]) -> None:
    """A package whose mappings take all events of the logs."""
    parsing = {name: each if isinstance(each, dict) else {"regex": each} for name, each in parsing.items()}
    (folder / "log_source_types").mkdir(parents=True)
    (folder / "extension.yaml").write_text(
        "id: bench\nname: Bench\nversion: 1.0.0\nauthor: {name: Bench}\nqradar: {minimum: 7.5.0}\n"
    )
    categories = ("process-start", "process-stop", "login")
    events = [{"id": str(number), "category": each, "qid": "one"} for number in range(100, 160) for each in categories]
    qids = {"one": {"name": "One", "severity": 3, "category": 8011}}
    document = {"name": "Bench", "parsing": parsing, "events": events, "qids": qids}
    (folder / "log_source_types" / "bench.yaml").write_text(json.dumps(document))


def _json_parsing() -> dict[str, dict[str, str]]:
    parsing = {key: {"json": "".join(f'/"{step}"' for step in path.split())} for key, (path, _) in FIELDS.items()}
    parsing["DeviceTime"]["format"] = "yyyy-MM-dd'T'HH:mm:ss.SSS"
    return parsing


def _write_logs(path: Path, payloads: list[str], size: int) -> None:
    few = ("\n".join(payloads) + "\n").encode()
    with path.open("wb") as file:
        for _ in range(max(1, size // len(few))):
            file.write(few)
