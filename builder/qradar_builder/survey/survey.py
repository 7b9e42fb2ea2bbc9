"""Runs a survey: what is missing of the units is counted by an engine, kept, and merged with what was kept before."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qradar_builder.survey.engines.engine import EngineLostError
from qradar_builder.survey.engines.part import Summing
from qradar_builder.survey.engines.task import killed_part
from qradar_builder.survey.records.stopped import UNREAD
from qradar_builder.survey.sketches.packed import TallyBytesError
from qradar_builder.survey.sources.plan import RANGE, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.survey.engines.engine import Engine
    from qradar_builder.survey.engines.part import Part, Sum
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.listing import Listing
    from qradar_builder.survey.sources.unit import Unit


class Kept(Protocol):
    """Where finished parts are kept."""

    def find(self, units: Sequence[Unit]) -> Iterable[Part]:
        """The parts that are there of units, each once."""
        ...

    def keep(self, parts: Sequence[Part]) -> None:
        """Keep parts."""


class Watcher(Protocol):
    """Who is told how far a survey is."""

    def __call__(self, units: int, size: int, workers: int, /) -> None:
        """So many units more are done, with so many bytes; so many processes run."""


@dataclass(slots=True)
class Outcome:
    """What came of a survey. `lost` says why the engine ended early, `missing` how many units are not counted then."""

    total: Sum
    reused: int = 0
    lost: str | None = None
    missing: int = 0


def survey(
    job: Job, units: Sequence[Unit], engine: Engine, *, kept: Kept | None = None, watch: Watcher = lambda *_: None
) -> Outcome:
    """Count the records of units. The outcome depends on the units and the job alone."""
    summing = Summing(job.counts)
    found: set[Unit] = set()
    for part in () if kept is None else kept.find(units):
        try:
            summing.add(part)
        except (ValueError, LookupError, TypeError, TallyBytesError):
            # The bytes of another version of the program, or damaged ones: the units are counted again.
            continue
        found.update(part.units)
        watch(len(part.units), sum(unit.size for unit in part.units), 0)
    missing = [unit for unit in units if unit not in found]
    run = _Run(job, engine, summing, kept, watch)
    lost = run.all(missing)
    return Outcome(summing.total(), len(units) - len(missing), lost, len(missing) - run.done)


def note_unread(outcome: Outcome, listing: Listing) -> None:
    """Put what could not even be listed into the books."""
    for name, why in listing.unread:
        outcome.total.ledger.fault(name, None, UNREAD, why)


class _Run:
    """The part of a survey that an engine does."""

    def __init__(self, job: Job, engine: Engine, summing: Summing, kept: Kept | None, watch: Watcher) -> None:
        self._job = job
        self._engine = engine
        self._summing = summing
        self._kept = kept
        self._watch = watch
        self.done = 0

    def all(self, units: Sequence[Unit]) -> str | None:
        """Run all units; says why the engine was lost, if it was."""
        try:
            suspects = self._run(tasks_of(units, RANGE))
            for unit in suspects:
                # Others may have been in the same processes: by itself it shows what ends them.
                for killed in self._run([(unit,)]):
                    self._take([killed_part(self._job, killed)], is_sound=False)
        except EngineLostError as error:
            return str(error)
        return None

    def _run(self, tasks: Iterable[tuple[Unit, ...]]) -> list[Unit]:
        """Run tasks, and give the units of those that ended each process that ran them."""
        killed: list[Unit] = []
        with closing(self._engine.run(self._job, tasks)) as results:
            for result in results:
                if result.parts is None:
                    killed += result.units
                else:
                    self._take(result.parts)
        return killed

    def _take(self, parts: list[Part], *, is_sound: bool = True) -> None:
        # What ended its processes may be read where there is more memory: it is not kept.
        if self._kept is not None and is_sound:
            self._kept.keep(parts)
        for part in parts:
            self._summing.add(part)
            self.done += len(part.units)
            self._watch(len(part.units), sum(unit.size for unit in part.units), self._engine.workers)
