"""A log source type with what the samples have shown of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.profile import ExpressionProfile
from qradar_builder.testing.events.coverage import EventCoverage
from qradar_builder.testing.events.expression_trials import ExpressionTrials

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.event import Event, Recognised
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.dsm.values.times.limits import TimeLimits


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an event processor takes events: its time zone, and how far their times may be from the receipt."""

    zone: str = "UTC"
    time_limits: TimeLimits | None = None


class TestedType:
    """A log source type under test. `path` is its file."""

    __test__ = False
    """No test class, whatever pytest thinks of its name."""

    def __init__(self, key: str, definition: TypeDefinition, path: Path) -> None:
        self.key = key
        self.definition = definition
        self.path = path
        self.coverage = EventCoverage(definition)
        self.sources: list[Callable[[], object]] = []
        """What makes events of this type: each reads its samples once, however often it is called."""
        self.is_profiled = False
        """Whether the time of each expression is measured."""
        self.profile: ExpressionProfile | None = None
        self._clock = 0
        self._readers: dict[Receipt, tuple[Parser, ExpressionTrials]] = {}

    def read(self, payload: str, clock: int, receipt: Receipt, built_in: Recognised | None = None) -> Event:
        """Read a sample that is received at a time (epoch milliseconds), and count what it proves.

        `built_in` is what the built-in DSM finds in it, where a case says that.
        """
        parser, trials = self._reader(clock, receipt)
        if self.is_profiled:
            if self.profile is None:
                self.profile = ExpressionProfile(parser)
            self.profile.add(payload)
        event = parser.parse(payload, built_in)
        self.coverage.count(event, trials.tried(payload, event))
        return event

    def explain(self, payload: str, clock: int, receipt: Receipt, built_in: Recognised | None = None) -> Explanation:
        """Explain a sample again, for people."""
        return self._reader(clock, receipt)[0].explain(payload, built_in)

    def read_all(self) -> None:
        """Read the samples that have not been read yet, as those whose tests were not chosen."""
        for source in self.sources:
            source()

    def _reader(self, clock: int, receipt: Receipt) -> tuple[Parser, ExpressionTrials]:
        self._clock = clock
        if receipt not in self._readers:
            parser = Parser(self.definition, now=self._now, zone=receipt.zone, time_limits=receipt.time_limits)
            self._readers[receipt] = parser, ExpressionTrials(parser)
        return self._readers[receipt]

    def _now(self) -> int:
        return self._clock
