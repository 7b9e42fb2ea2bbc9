"""How fast archives are surveyed, beside `parse` on the same file, on a cluster, and how much memory it takes."""

from __future__ import annotations

import json
import os
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.generated_logs import EndlessLog, served
from benchmarks.measure import Measure, median, run
from benchmarks.parse_events import FIELDS, json_payloads, text_patterns, text_payloads
from qradar_builder.api import load_types
from qradar_builder.survey.choices import InputChoices
from qradar_builder.survey.counting.counting import Counting
from qradar_builder.survey.counting.prepared import CountingChoices
from qradar_builder.survey.dsm_counts import DsmCounts
from qradar_builder.survey.engines.cluster import Cluster
from qradar_builder.survey.engines.part import Part, Summing
from qradar_builder.survey.engines.task import Job, run_task
from qradar_builder.survey.records.form import Form
from qradar_builder.survey.sources.file import SourceFile
from qradar_builder.survey.sources.plan import units_of
from qradar_builder.survey.sources.unit import Unit
from qradar_builder.survey.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FEW: Final = 5_000
_LARGEST: Final = int(os.environ.get("SURVEY_BYTES", "4_000_000_000"))
"""How many bytes are surveyed at most, which no disk holds: 20_000_000_000 is the true size."""
_SIZE: Final = _LARGEST // 10
"""About how many bytes the file has that each run reads."""
_FIRST: Final = min(_LARGEST // 2, 1_000_000_000)
"""With which size the peak of memory at the largest is compared: all tables are full by then."""
_TEXT: Final = 5
"""Which part of the size the file of text has."""
_PARTS: Final = 1_000
_FULL: Final = 20
"""In so many ranges of the file, each has more different values than have exact counts."""
_CLOCK: Final = ("--clock", "2024-06-01T00:00:00Z")


def measures() -> Iterator[Measure]:
    """Seconds beside those of `parse`, bytes a second and core, memory, and the merge of parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_package(folder / "json", _json_parsing())
        _write_package(folder / "regex", text_patterns())
        _write_logs(folder / "events.ndjson", list(json_payloads(_FEW)), _SIZE)
        _write_logs(folder / "events.log", list(text_payloads(_FEW)), _SIZE // _TEXT)
        yield from _merging(folder)
        yield from _commands(folder)
        yield from _memory(folder)
        yield from _cluster(folder)


def _commands(folder: Path) -> Iterator[Measure]:
    def survey_of(package: str, source: str, *more: str) -> list[str]:
        return ["survey", package, source, "-o", "report.json", *_CLOCK, *more]

    size = (folder / "events.ndjson").stat().st_size
    shown = f"{size / 1e6:,.0f} MB"
    pairs = [
        (
            run(["parse", "json", "events.ndjson", "--jobs", "2"], folder),
            run(survey_of("json", "events.ndjson", "--jobs", "2"), folder),
        )
        for _ in range(3)
    ]
    parse, two = (median(each) for each in zip(*pairs, strict=True))
    yield Measure(f"survey --jobs 2 / parse --jobs 2, {shown}", two.seconds / parse.seconds, "times", 1.15)
    yield Measure("the same in processor time", two.cpu / parse.cpu, "times", 1.15)
    one = run(survey_of("json", "events.ndjson"), folder)
    text = run(survey_of("regex", "events.log"), folder)
    yield Measure(f"survey, JSON DSM, a second and core, {shown}", size / one.cpu / 1e6, "MB/s")
    text_size = (folder / "events.log").stat().st_size
    yield Measure(f"survey, regex DSM, the same, {text_size / 1e6:,.0f} MB", text_size / text.cpu / 1e6, "MB/s")


def _memory(folder: Path) -> Iterator[Measure]:
    """The peak of each process, also of those that count, at sizes that no disk holds."""
    with served(EndlessLog(list(json_payloads(_FEW)))) as url:
        for jobs in ("1", "2"):
            few, many = (
                run(["survey", "json", f"{url}/{size}/events.ndjson", *_CLOCK, "--jobs", jobs], folder).peak
                for size in (_FIRST, _LARGEST)
            )
            what = f"survey --jobs {jobs}, peak memory of a process"
            yield Measure(f"{what}, {_FIRST / 1e9:g} GB", few, "MiB")
            yield Measure(f"{what}, {_LARGEST / 1e9:g} GB", many, "MiB", few * 1.1)


def _cluster(folder: Path) -> Iterator[Measure]:
    """Count a file by one worker of one thread, and by two: without the start of the cluster."""
    counts, path = _counts(folder), folder / "events.ndjson"
    units = list(units_of([SourceFile("events.ndjson", str(path), path.stat().st_size, "")], None))
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(2):
        for workers, taken in seconds.items():
            cluster = Cluster("local", workers)
            try:
                # A worker loads the program with its first task.
                survey(Job(counts, InputChoices()), units[: 2 * workers], cluster)
                begin = time.perf_counter()
                outcome = survey(Job(counts, InputChoices()), units, cluster)
                taken.append(time.perf_counter() - begin)
            finally:
                cluster.close()
            if outcome.lost is not None:
                raise RuntimeError(outcome.lost)
    yield Measure("survey, cluster of 1 worker / of 2 (at least 1.8)", min(seconds[1]) / min(seconds[2]), "times")


def _counts(folder: Path) -> DsmCounts:
    types = load_types(folder / "json").definitions
    assert types is not None, "it is our package"
    return DsmCounts(Counting(next(iter(types.values())), CountingChoices(clock=0, timed=False)))


def _merging(folder: Path) -> Iterator[Measure]:
    """Merge the parts of 1,000 ranges, and of so many that each have as many keys as a part can have."""
    counts, path = _counts(folder), folder / "events.ndjson"
    size = path.stat().st_size
    file = SourceFile("events.ndjson", str(path), size, "")

    def parts(ranges: int) -> list[Part]:
        job, step = Job(counts, InputChoices()), -(-size // ranges)
        units = (Unit(file, start, min(start + step, size), Form.NDJSON) for start in range(0, size, step))
        return [part for unit in units for part in run_task(job, (unit,))]

    yield Measure(f"survey, merge of the parts of {_PARTS:,} ranges", _merged(counts, parts(_PARTS)), "s", 1.0)
    full = list(islice(cycle(parts(_FULL)), _PARTS))
    yield Measure(f"survey, the same of {_PARTS:,} full parts", _merged(counts, full), "s", 1.0)


def _merged(counts: DsmCounts, parts: list[Part]) -> float:
    # This process alone merges: what others do at the same time is not counted.
    begin = time.process_time()
    summing = Summing(counts)
    for part in parts:
        summing.add(part)
    summing.total()
    return time.process_time() - begin


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
