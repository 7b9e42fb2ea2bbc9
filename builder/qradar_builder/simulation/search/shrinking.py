"""Makes a history that breaks a rule as short as it gets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qradar_builder.simulation.history.checks import breaches
from qradar_builder.simulation.search.plans import polls_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qradar_builder.simulation.history.checks import Breach
    from qradar_builder.simulation.history.faults import Fault, Plan
    from qradar_builder.simulation.history.history import Historian

MOST_RUNS: Final = 250
"""How many histories are tried to find a shorter one."""


class Shrinker:
    """Looks for a shorter history that breaks the same rule."""

    def __init__(self, historian: Historian, rule: str, most: int = MOST_RUNS) -> None:
        self._historian = historian
        self._rule = rule
        self._left = most

    def shortest(self, plan: Plan) -> tuple[Plan, Breach]:
        """The shortest history found, and what it breaks. The one given breaks the rule."""
        best = plan
        while True:
            shorter = next((each for each in self._shorter(best) if self._breaks(each) is not None), None)
            if shorter is None:
                break
            best = shorter
        breach = self._broken(best)
        assert breach is not None, "it was tried before"
        return best, breach

    def _breaks(self, plan: Plan) -> Breach | None:
        if self._left <= 0:
            return None
        self._left -= 1
        return self._broken(plan)

    def _broken(self, plan: Plan) -> Breach | None:
        found = breaches(self._historian.run(plan), self._historian.source)
        return next((breach for breach in found if breach.rule == self._rule), None)

    def _shorter(self, plan: Plan) -> Iterator[Plan]:
        """Histories that would be shorter, the shortest first."""
        settle = self._historian.source.spec.proof.settle
        yield from self._with_fewer_events(plan)
        for faults in _fewer(plan.faults):
            yield replace(plan, faults=faults)
        usual = polls_needed(self._historian.source, self._historian.events(plan.seed, plan.stretch))
        for polls in (plan.last_fault + settle + 1, (plan.polls + plan.last_fault) // 2 + 1, usual):
            if plan.last_fault < polls < plan.polls:
                yield replace(plan, polls=polls)
        first = min((fault.poll for fault in plan.faults), default=1)
        for by in dict.fromkeys((first - 1, (first - 1) // 2, 1)):
            if 0 < by < first:
                moved = tuple(replace(fault, poll=fault.poll - by) for fault in plan.faults)
                yield replace(plan, faults=moved, polls=max(plan.polls - by, 1))
        yield from _closer(plan)

    def _with_fewer_events(self, plan: Plan) -> Iterator[Plan]:
        if plan.stretch > 1:
            short = replace(plan, stretch=1)
            needed = polls_needed(self._historian.source, self._historian.events(plan.seed, 1))
            yield replace(short, polls=min(plan.polls, max(needed, plan.last_fault + needed)))
            yield replace(plan, stretch=max(plan.stretch // 2, 1))


def _fewer(faults: Sequence[Fault]) -> Iterator[tuple[Fault, ...]]:
    """The faults without some of them: large parts first, then smaller ones."""
    size = len(faults)
    while size:
        for start in range(0, len(faults), size):
            yield (*faults[:start], *faults[start + size :])
        size //= 2


def _closer(plan: Plan) -> Iterable[Plan]:
    """The same faults, with fewer polls between two of them."""
    polls = sorted({fault.poll for fault in plan.faults})
    for before, after in pairwise(polls):
        gap = after - before - 1
        if gap > 0:
            moved = tuple(replace(each, poll=each.poll - gap) if each.poll >= after else each for each in plan.faults)
            yield replace(plan, faults=moved, polls=plan.polls - gap)
