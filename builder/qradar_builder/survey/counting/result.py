"""What a survey has counted, for reports: frozen dataclasses that `orjson` writes as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.survey.counting.broken import Broken
    from qradar_builder.survey.counting.changes import Changes
    from qradar_builder.survey.counting.clocks import Clocks
    from qradar_builder.survey.counting.expressions import Expression
    from qradar_builder.survey.counting.fields import Fields
    from qradar_builder.survey.counting.kinds import Kinds
    from qradar_builder.survey.counting.payloads import Payloads
    from qradar_builder.survey.counting.refusals import Refusals
    from qradar_builder.survey.counting.shapes import Unknown
    from qradar_builder.survey.counting.timeline import Outcomes


@dataclass(frozen=True, slots=True)
class ExpressionWins:
    """An expression, and how many events it gives the value of."""

    expression: Expression
    wins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a survey has counted. Equal records give equal results, whatever the engine and the order."""

    type_name: str
    """The log source type."""
    digest: str
    """Of the definition and the choices, 64 hexadecimal digits."""
    records: int
    """All records: events and broken ones."""
    events: int
    kinds: Kinds
    outcomes: Outcomes
    payloads: Payloads
    fields: Fields
    properties: Fields
    refusals: Refusals
    clocks: Clocks
    expressions: tuple[ExpressionWins, ...]
    """All expressions of the definition, in its order."""
    unknown: Unknown
    broken: Broken
    changes: Changes | None
    """What a new version changes. None if there is none."""

    @property
    def never_winning(self) -> tuple[Expression, ...]:
        """The expressions that give the value of no event."""
        return tuple(each.expression for each in self.expressions if not each.wins)
