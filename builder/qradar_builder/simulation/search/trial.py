"""Runs one history and sums it up: the part of a search that several processes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.simulation.history.checks import breaches

if TYPE_CHECKING:
    from qradar_builder.simulation.history.checks import Breach
    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.history.history import Historian


@dataclass(frozen=True, slots=True)
class Trial:
    """A history that was run: what it did, and which rules it has broken."""

    plan: Plan
    polls: int
    calls: int
    faults: int
    """The faults of calls that happened; one may be at a call that there was not."""
    crashes: int
    doubles: int
    breaches: tuple[Breach, ...]


def tried(historian: Historian, plan: Plan) -> Trial:
    """Run a history."""
    past = historian.run(plan)
    calls = [call for poll in past.polls for call in poll.calls]
    return Trial(
        plan,
        len(past.polls),
        len(calls),
        sum(call.fault is not None for call in calls),
        sum(poll.outcome is None for poll in past.polls),
        sum(count - 1 for count in past.posted.values()),
        tuple(breaches(past, historian.source)),
    )
