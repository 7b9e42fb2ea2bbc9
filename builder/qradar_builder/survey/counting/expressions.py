"""The expressions of a parser while a survey counts: which win, and what each takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.dsm.profile import ExpressionCost
    from qradar_builder.dsm.trial import Finish, Trial
    from qradar_builder.findings import Origin

_LONGEST: Final = 300
"""Characters of an expression that is shown."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of a field or property."""

    name: str
    """The field or property, and the number of the expression in it, from 1: `UserName 2`."""
    kind: str
    text: str


class WinCounter:
    """Counts how often each expression gives the value: `watch` is what a `Parser` takes."""

    def __init__(self, alone: frozenset[str]) -> None:
        """`alone` are the fields and properties that have one expression: the filled ones tell its values."""
        self.expressions: list[Expression] = []
        self.places: dict[str, Origin] = {}
        """By the name of an expression, where it is."""
        self._numbers: Counter[str] = Counter()
        self._wins: list[int] = []
        self.alone = alone

    def watch(self, name: str, trial: Trial) -> Trial:
        """An expression that counts its values: the first that gives one wins, and those behind it do not run."""
        self._numbers[name] += 1
        text = trial.text if len(trial.text) <= _LONGEST else f"{trial.text[:_LONGEST]}…"
        numbered = f"{name} {self._numbers[name]}"
        self.expressions.append(Expression(numbered, str(trial.kind), text))
        self.places[numbered] = trial.origin
        wins, number = self._wins, len(self._wins)
        wins.append(0)
        if name in self.alone:
            return trial
        finish = trial.finish

        def count(text: str) -> Any:
            wins[number] += 1
            return text

        def count_finished(text: str) -> Any:
            assert finish is not None
            value = finish(text)
            if value is not None:
                wins[number] += 1
            return value

        chosen: Finish = count if finish is None else count_finished
        return replace(trial, finish=chosen)

    def take(self) -> dict[str, int]:
        """How often each expression has won since this was asked last."""
        found = {each.name: count for each, count in zip(self.expressions, self._wins, strict=True) if count}
        self._wins[:] = [0] * len(self._wins)
        return found


@dataclass(frozen=True, slots=True)
class Cost:
    """What an expression takes on payloads, also where one before it wins. Seconds are those of the clock."""

    expression: Expression
    payloads: int
    seconds: float
    longest: float
    given_up: int
    """On how many payloads it ran out of time."""


@dataclass(slots=True)
class Costs:
    """What expressions take on some of the payloads. As time is not reproducible, it is no part of a tally's bytes."""

    _by_name: dict[str, list[float]] = field(default_factory=dict)
    switched_off: Counter[str] = field(default_factory=Counter)
    """On how many events an expression was not tried, as it had run out of time too often."""

    def add(self, expressions: Sequence[Expression], costs: Iterable[ExpressionCost]) -> None:
        """Add what expressions have taken, in the same order."""
        for expression, cost in zip(expressions, costs, strict=True):
            self._add(expression.name, cost.payloads, cost.seconds, cost.longest, cost.given_up)

    def merge(self, other: Self) -> None:
        """Add what they took on other payloads."""
        for name, numbers in other._by_name.items():
            self._add(name, *numbers)
        self.switched_off.update(other.switched_off)

    def _add(self, name: str, payloads: float, seconds: float, longest: float, given_up: float) -> None:
        mine = self._by_name.setdefault(name, [0, 0.0, 0.0, 0])
        mine[0] += payloads
        mine[1] += seconds
        mine[2] = max(mine[2], longest)
        mine[3] += given_up

    def ranked(self, expressions: Iterable[Expression]) -> tuple[Cost, ...]:
        """The expressions that ran, the one that takes most time first."""
        found = [(each, self._by_name[each.name]) for each in expressions if each.name in self._by_name]
        costs = (Cost(each, int(count), seconds, longest, int(late)) for each, (count, seconds, longest, late) in found)
        return tuple(sorted(costs, key=lambda cost: -cost.seconds))

    def to_bytes(self) -> bytes:
        """What `from_bytes` takes."""
        return orjson.dumps([self._by_name, dict(self.switched_off)])

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` has given."""
        by_name, switched_off = orjson.loads(content)
        return cls(by_name, Counter(switched_off))
