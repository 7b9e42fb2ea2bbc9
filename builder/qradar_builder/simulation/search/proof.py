"""Proves a workflow against a source: searches phase after phase, and stops where a history breaks a rule."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.simulation.history.checks import OF_THEIR_OWN
from qradar_builder.simulation.search.plans import (
    LONG_HISTORIES,
    courses,
    crashes,
    long_histories,
    pairs,
    plain_plans,
    polls_needed,
    single_faults,
)
from qradar_builder.simulation.search.shrinking import Shrinker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.simulation.history.checks import Breach
    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.history.history import Historian
    from qradar_builder.simulation.search.trial import Trial
    from qradar_builder.simulation.search.workers import Run

    Progress: TypeAlias = Callable[[str, int, int | None], None]
    """Hears of a phase, how many histories of it are done, and how many there are; None where that is open."""


@dataclass(slots=True)
class Phase:
    """A part of the search, and what was run in it."""

    name: str
    histories: int = 0
    polls: int = 0
    calls: int = 0
    faults: int = 0
    crashes: int = 0
    doubles: int = 0
    """The most events that one history has posted again."""
    broken: list[Trial] = field(default_factory=list)
    """The histories that break a rule."""

    def add(self, trial: Trial) -> None:
        """Count a history."""
        self.histories += 1
        self.polls += trial.polls
        self.calls += trial.calls
        self.faults += trial.faults
        self.crashes += trial.crashes
        self.doubles = max(self.doubles, trial.doubles)
        if trial.breaches:
            self.broken.append(trial)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken: the shortest history that does it, and in how many histories of its phase it is."""

    plan: Plan
    breach: Breach
    phase: str
    histories: int
    of: int


@dataclass(slots=True)
class Proof:
    """What came of a search."""

    phases: list[Phase] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    @property
    def histories(self) -> int:
        """How many histories were run."""
        return sum(phase.histories for phase in self.phases)

    @property
    def holds(self) -> bool:
        """Whether nothing was broken, and there was something to break: calls that had faults, and crashes."""
        return not self.broken and any(phase.calls for phase in self.phases)


class Search:
    """The search for one workflow and source. `historian` is this process's own; `run` may use several processes."""

    def __init__(
        self, historian: Historian, run: Run, *, seed: int = 1, seconds: float | None = None, progress: Progress
    ) -> None:
        """`seconds` is how long random long histories are tried; without it there is a fixed number of them."""
        self._historian = historian
        self._run = run
        self._seed = seed
        self._seconds = seconds
        self._progress = progress
        self.proof = Proof()

    def prove(self) -> Proof:
        """Search. What is found is in the proof."""
        source, seed = self._historian.source, self._seed
        polls = polls_needed(source, self._historian.events(seed, 1))
        if self._phase("no fault", list(plain_plans(polls, seed))):
            return self.proof
        done = courses(self._historian.run(next(plain_plans(polls, seed))), source)
        plans: tuple[tuple[str, list[Plan]], ...] = (
            ("one fault", list(single_faults(done, polls, seed))),
            ("one crash", list(crashes(done, polls, seed))),
            ("two faults", list(pairs(done, polls, seed))),
        )
        for name, each in plans:
            if self._phase(name, each):
                return self.proof
        if self._seconds is None:
            self._phase("long histories", list(islice(long_histories(source, seed), LONG_HISTORIES)))
        else:
            self._phase("long histories", self._until(time.monotonic() + self._seconds), total=None)
        return self.proof

    def _until(self, end: float) -> Iterator[Plan]:
        for plan in long_histories(self._historian.source, self._seed):
            yield plan
            if time.monotonic() >= end:
                return

    def _phase(self, name: str, plans: Iterable[Plan], total: int | None = -1) -> bool:
        """Run a part. True where a rule is broken in it."""
        phase = Phase(name)
        self.proof.phases.append(phase)
        count = len(plans) if isinstance(plans, list) else total
        self._progress(name, 0, count)
        for trial in self._run(plans):
            phase.add(trial)
            self._progress(name, phase.histories, count)
        if phase.broken:
            self._shorten(phase)
        return bool(phase.broken)

    def _shorten(self, phase: Phase) -> None:
        """Find the shortest history for each rule that is broken. One that follows from another is not told twice."""
        rules: dict[str, list[Trial]] = {}
        for trial in phase.broken:
            own = {breach.rule for breach in trial.breaches} & OF_THEIR_OWN
            for rule in dict.fromkeys((trial.breaches[0].rule, *sorted(own))):
                rules.setdefault(rule, []).append(trial)
        for rule, trials in rules.items():
            first = min(trials, key=lambda trial: _length(trial.plan))
            plan, breach = Shrinker(self._historian, rule).shortest(first.plan)
            self.proof.broken.append(Broken(plan, breach, phase.name, len(trials), phase.histories))


def _length(plan: Plan) -> tuple[int, int, int]:
    return (plan.stretch, plan.last_fault, len(plan.faults))
