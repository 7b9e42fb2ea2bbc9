"""The results of tests as HTML: explained failures, all tests, coverage, timelines of workflow cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import JPathError
from qradar_builder.report.html.diagram.drawing import diagram
from qradar_builder.report.html.rendering import fragment, page
from qradar_builder.report.html.source_lines import covered_files
from qradar_builder.report.html.timelines import polls
from qradar_builder.report.proven import type_proof, workflow_proof
from qradar_builder.secrets.shown import without_credentials
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from qradar_builder.report.html.timelines import Poll
    from qradar_builder.testing.case_run import WorkflowCaseRun
    from qradar_builder.testing.events.sample_run import SampleRun
    from qradar_builder.testing.expected.mismatch import Mismatch
    from qradar_builder.testing.results import Result
    from qradar_builder.testing.tested_package import TestedPackage
    from qradar_builder.workflow.recording.recording import Reached, Recording

MOST_FAILURES: Final = 200
"""How many failures are explained."""
MOST_TESTS: Final = 5000
"""How many tests are listed."""
MOST_TIMELINES: Final = 100
"""How many workflow cases have a timeline, those that failed first."""
_MOST_STEPS: Final = 100_000
"""How many steps the recordings for timelines have together, roughly."""
_MOST_NODES: Final = 6000
"""How many actions the diagrams have together."""
_MOST_ROWS_OF_ALL: Final = 20_000
"""How many lines the timelines have together, roughly."""
_MOST_ROWS: Final = 20
_LONGEST_MESSAGE: Final = 20_000
_LONGEST_SIDE: Final = 1000
_LOOKS: Final = {"passed": "good", "failed": "bad", "skipped": "plain"}


@dataclass(frozen=True, slots=True)
class _Row:
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class _Failure:
    id: str
    file: str
    name: str
    rows: tuple[_Row, ...]
    lines: tuple[tuple[str, str], ...]
    """The lines of the message, each with `ins`, `del` or nothing."""


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    tests: tuple[tuple[Result, str, str], ...]
    """Each with its look, and the id of its failure, empty where it has none."""
    failed: int


@dataclass(frozen=True, slots=True)
class _Timeline:
    file: str
    failed: bool
    polls: list[Poll]
    left_out: int
    cut: str


@dataclass(frozen=True, slots=True)
class _Picture:
    file: str
    reached: int
    all: int
    diagram: Markup


def results_page(packages: Sequence[TestedPackage], results: Sequence[Result]) -> str:
    """A page of its own, for packages whose tests have been run with these results."""
    return page(f"Test results: {_counts(results)}", results_fragment(packages, results))


def results_fragment(packages: Sequence[TestedPackage], results: Sequence[Result]) -> Markup:
    """The same without a page around it. Its first heading is of level 1."""
    cases = _cases(packages)
    failed = [result for result in results if result.outcome == "failed"]
    samples = _samples(packages)
    explained = [
        _failure(number, each, _mismatches(each, cases, samples))
        for number, each in enumerate(failed[:MOST_FAILURES], 1)
    ]
    ids = {id(result): failure.id for result, failure in zip(failed, explained, strict=False)}
    ran = [result for result in results if _path(result) in cases]
    ordered = sorted(ran, key=lambda result: result.outcome != "failed")
    recorded = list(_recordings(ordered[:MOST_TIMELINES], cases))
    timelines = list(_timelines(recorded))
    values = {
        "counts": _counts(results),
        "packages": [package.folder.resolve().name for package in packages],
        "proofs": list(_proofs(packages)),
        "failures": explained,
        "failures_left_out": len(failed) - len(explained),
        "files": list(_files(results[:MOST_TESTS], ids)),
        "tests_left_out": max(0, len(results) - MOST_TESTS),
        "covered": covered_files(packages),
        "pictures": list(_pictures(recording for _, recording in recorded)),
        "timelines": timelines,
        "timelines_left_out": len(ran) - len(timelines),
    }
    return fragment("results", values)


def _proofs(packages: Sequence[TestedPackage]) -> Iterator[tuple[str, str, str]]:
    """The workflows and log source types: what it is, its key, and what the tests have shown of it."""
    for package in packages:
        yield from (("workflow", each.key, workflow_proof(each)) for each in package.workflows.values())
        yield from (("log source type", each.key, type_proof(each)) for each in package.types.values())


def _counts(results: Iterable[Result]) -> str:
    counts = Counter(result.outcome for result in results)
    parts = [f"{counts[outcome]:,} {outcome}" for outcome in ("failed", "passed", "skipped") if counts[outcome]]
    return ", ".join(parts) or "no test was run"


def _path(result: Result) -> Path:
    return Path(result.file).resolve()


def _cases(packages: Sequence[TestedPackage]) -> dict[Path, WorkflowCaseRun]:
    """The workflow cases that can be run, by the paths of their files."""
    files = (file for package in packages for file in package.files)
    return {file.path.resolve(): file.run for file in files if file.run is not None}


def _samples(packages: Sequence[TestedPackage]) -> dict[tuple[Path, str], SampleRun]:
    """The samples by the paths of their files, and their names."""
    files = (file for package in packages for file in package.event_files)
    return {(file.path.resolve(), run.sample.name): run for file in files for run in file.samples}


def _failure(number: int, result: Result, mismatches: Iterable[Mismatch]) -> _Failure:
    found = [each for each in mismatches if each.what][:_MOST_ROWS]
    rows = tuple(_Row(each.what, _side(each.expected), _side(each.found)) for each in found)
    message = cut(without_credentials(result.message), _LONGEST_MESSAGE)
    lines = tuple((line, _sign(line)) for line in message.split("\n"))
    return _Failure(f"failure-{number}", result.file, result.name, rows, lines)


def _side(text: str) -> str:
    return cut(without_credentials(text), _LONGEST_SIDE)


def _sign(line: str) -> str:
    """What a line of a difference is; other lines begin with other characters."""
    return "ins" if line.startswith("+") else "del" if line.startswith("-") else ""


def _mismatches(
    result: Result, cases: dict[Path, WorkflowCaseRun], samples: dict[tuple[Path, str], SampleRun]
) -> Iterator[Mismatch]:
    """What was expected and what was found, as far as a test compares values."""
    path = _path(result)
    run, sample = cases.get(path), samples.get((path, result.name))
    if run is not None:
        for each in run.mismatches():
            yield replace(each, expected=run.redacted(each.expected), found=run.redacted(each.found))
    if sample is not None:
        for payload in sample.result().told:
            yield from payload.differences


def _files(results: Sequence[Result], ids: dict[int, str]) -> Iterator[_File]:
    for name, group in groupby(results, key=lambda result: result.file):
        tests = tuple((each, _LOOKS.get(each.outcome, "plain"), ids.get(id(each), "")) for each in group)
        yield _File(name, tests, sum(each.outcome == "failed" for each, _, _ in tests))


def _recordings(results: Sequence[Result], cases: dict[Path, WorkflowCaseRun]) -> Iterator[tuple[Result, Recording]]:
    left = _MOST_STEPS
    for result in results:
        if left <= 0:
            return
        try:
            recording = cases[_path(result)].recorded()
        except JPathError:
            # Its State cannot be made, and its failure says so.
            continue
        left -= len(recording.steps)
        yield result, recording


def _timelines(recorded: Iterable[tuple[Result, Recording]]) -> Iterator[_Timeline]:
    """What each case did, until the page is full."""
    left = _MOST_ROWS_OF_ALL
    for result, recording in recorded:
        if left <= 0:
            return
        shown = polls(recording)
        left -= sum(1 + len(poll.entries) + len(poll.kept) for poll in shown)
        failed, left_out = result.outcome == "failed", len(recording.runs) - len(shown)
        yield _Timeline(result.file, failed, shown, left_out, recording.cut)


def _pictures(recordings: Iterable[Recording]) -> Iterator[_Picture]:
    """The workflows that were recorded, each with where all of its recordings went."""
    found: dict[int, tuple[Recording, Reached]] = {}
    for recording in recordings:
        reached = recording.reached()
        first = found.setdefault(id(recording.workflow), (recording, reached))[1]
        if first is not reached:
            first.add(reached)
    left = _MOST_NODES
    for number, (recording, reached) in enumerate(found.values(), 1):
        left -= len(recording.nodes)
        if number > 1 and left < 0:
            return
        file = recording.workflow.origin.locate().file
        every = len(recording.nodes)
        yield _Picture(file, len(reached.nodes), every, diagram(recording.workflow, reached, prefix=f"w{number}-"))
