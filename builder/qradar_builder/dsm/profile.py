"""How long each expression of a log source type takes on payloads.

Every expression is run on every payload by itself, also where one before it wins: parsing runs fewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from qradar_builder.javalang.regex.errors import RegexTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.trial import Trial


@dataclass(slots=True)
class ExpressionCost:
    """An expression, and what it took. Seconds are those of the clock."""

    name: str
    """The field or property, and the place of the expression in it, from 1: `UserName 2`."""
    trial: Trial
    payloads: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    given_up: int = 0
    """On how many payloads it ran out of time."""


class ExpressionProfile:
    """Runs the expressions of a parser on payloads, and measures each."""

    def __init__(self, parser: Parser) -> None:
        named = (*parser.field_trials(), *parser.properties.trials())
        self._costs = [
            ExpressionCost(f"{name} {number}", trial) for name, each in named for number, trial in enumerate(each, 1)
        ]

    def add(self, payload: str) -> None:
        """Run every expression on a payload."""
        views: dict[Callable[[str], Any], Any] = {}
        for cost in self._costs:
            extractor = cost.trial.extractor
            # What expressions share, as decoded JSON, is made once for an event and not counted.
            view = views[extractor.view] if extractor.view in views else extractor.view(payload)
            views[extractor.view] = view
            start = perf_counter()
            try:
                extractor.read(view)
            except RegexTimeout:
                cost.given_up += 1
            taken = perf_counter() - start
            cost.payloads += 1
            cost.seconds += taken
            cost.longest = max(cost.longest, taken)

    def take(self) -> list[ExpressionCost]:
        """What each expression took since this was asked last, in the order of the parser."""
        taken = self._costs
        self._costs = [ExpressionCost(cost.name, cost.trial) for cost in taken]
        return taken

    def ranked(self) -> list[ExpressionCost]:
        """The expressions, the one that took most time first."""
        return sorted(self._costs, key=lambda cost: -cost.seconds)
