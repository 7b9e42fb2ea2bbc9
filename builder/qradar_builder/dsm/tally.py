"""Counts what became of events, and which event ids and categories have no mapping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.dsm.event import Outcome

if TYPE_CHECKING:
    from qradar_builder.dsm.event import Event

_MOST_KEPT = 10_000
"""How many pairs without a mapping are told apart; an event id may be hostile and never come again."""
_LONGEST = 4096
"""How long a pair that is told apart may be, in characters."""


@dataclass(slots=True)
class Tally:
    """Counts of events. `unmapped` has event id and event category of those that lack a mapping."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)
    more_unmapped: int = 0
    """Events whose pair is not kept."""
    with_warnings: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """On how many events each expression that is switched off was not tried."""

    def add(self, event: Event) -> None:
        """Count an event."""
        self.outcomes[event.outcome.value] += 1
        if event.warnings:
            self.with_warnings += 1
        if event.lacks_mapping:
            self._count((event.event_id or "", event.event_category or ""), 1)

    def merge(self, other: Tally) -> None:
        """Add the counts of another part of the events."""
        self.outcomes.update(other.outcomes)
        self.with_warnings += other.with_warnings
        self.skipped.update(other.skipped)
        self.more_unmapped += other.more_unmapped
        for pair, count in other.unmapped.items():
            self._count(pair, count)

    def _count(self, pair: tuple[str, str], count: int) -> None:
        if pair in self.unmapped or (len(self.unmapped) < _MOST_KEPT and len(pair[0]) + len(pair[1]) <= _LONGEST):
            self.unmapped[pair] += count
        else:
            self.more_unmapped += count

    def summary(self) -> str:
        """The counts in one line, such as `12 events: 10 parsed, 1 unknown, 1 stored`."""
        total = sum(self.outcomes.values())
        # Only extensions of built-in types have events that a built-in DSM decides about.
        shown = [each for each in Outcome if each is not Outcome.BUILT_IN or self.outcomes[each.value]]
        parts = [f"{self.outcomes[outcome.value]:,} {outcome.value}" for outcome in shown]
        text = f"{total:,} event{'' if total == 1 else 's'}: {', '.join(parts)}"
        return text + (f"; {self.with_warnings:,} with warnings" if self.with_warnings else "")
