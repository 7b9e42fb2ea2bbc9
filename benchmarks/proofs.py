"""How fast simulated polls run, and how long the proof of the client events of EPM takes."""

from __future__ import annotations

import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure
from qradar_builder.findings import Findings
from qradar_builder.simulation.search.plans import courses, crashes, plain_plans, polls_needed, single_faults
from qradar_builder.simulation.search.workers import running
from qradar_builder.simulation.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.subjects import Subject

_PACKAGE = Path(__file__).parent.parent / "content" / "beyondtrust-epm"
_PROCESSES = 2


def measures() -> Iterator[Measure]:
    """Polls and histories a second in one process, and all single faults and crashes in two."""
    subject = next(each for each in subjects_of(_PACKAGE, Findings()) if each.source.key == "client-events")
    plans = _plans(subject)
    few = plans[::4]
    seconds, polls = _run(subject, few, 1)
    yield Measure("simulated polls of the EPM client events", polls / seconds, "a second")
    yield Measure("histories of the EPM client events", len(few) / seconds, "a second")
    all_seconds, _ = _run(subject, plans, 1)
    yield Measure(
        "time of a history, all / a quarter of them", all_seconds / len(plans) / (seconds / len(few)), "times", 1.5
    )
    both, _ = _run(subject, plans, _PROCESSES)
    yield Measure(f"all single faults and crashes of the EPM client events, {_PROCESSES} processes", both, "s", 20.0)


def _plans(subject: Subject) -> list[Plan]:
    historian = subject.historian()
    polls = polls_needed(subject.source, historian.events(1, 1))
    done = courses(historian.run(next(plain_plans(polls, 1))), subject.source)
    return list(chain(single_faults(done, polls, 1), crashes(done, polls, 1)))


def _run(subject: Subject, plans: list[Plan], jobs: int) -> tuple[float, int]:
    """How many seconds the histories take, and how many polls they have."""
    begin = time.perf_counter()
    with running(subject.historian, jobs) as run:
        trials = list(run(plans))
    if any(trial.breaches for trial in trials):
        raise RuntimeError("the workflow is not proven")
    return time.perf_counter() - begin, sum(trial.polls for trial in trials)
