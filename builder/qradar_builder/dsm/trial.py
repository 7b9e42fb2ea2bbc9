"""Expressions of a field or property: what each is, and what came of each in an event."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.dsm.definition import PropertyRule
    from qradar_builder.dsm.expressions.extraction import Extractor, Found
    from qradar_builder.dsm.lsx.model import Matcher
    from qradar_builder.findings import Origin

    Finish = Callable[[str], Any]
    Watch = Callable[[str, "Trial"], "Trial"]
    """Is given the name of a field or property and an expression of it, and returns the expression to run."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """An expression of a field or property. `finish` checks a text and gives the value, None where it is refused."""

    subject: Matcher | PropertyRule
    kind: str
    text: str
    extractor: Extractor
    finish: Finish | None
    why_not: Callable[[str], str]
    """Why a text is refused, for people."""
    belongs_elsewhere: Callable[[str], bool] | None = None
    """Whether a refused text is a good value of another field, so that nothing need be said."""

    @property
    def origin(self) -> Origin:
        """Where the expression stands."""
        return self.subject.origin


class Verdict(StrEnum):
    """What came of an expression in the explanation of an event."""

    WON = "won"
    """It gave the value."""
    LATE = "late"
    """It has a value, and one before it won."""
    NOTHING = "nothing"
    """It found nothing, or nothing but the empty text."""
    REFUSED = "refused"
    """What it found is not of the type."""


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """What came of an expression. `value` is the checked value; `reason` says why there is none."""

    trial: Trial
    found: Found
    verdict: Verdict
    value: Any
    reason: str


def explain(trials: Iterable[Trial], payload: str) -> tuple[Attempt, ...]:
    """Try every expression, also those behind the one that wins."""
    attempts: list[Attempt] = []
    won = False
    for trial in trials:
        found = trial.extractor.explain(payload)
        value: Any = found.value
        verdict, reason = Verdict.NOTHING, found.reason
        if found.value:
            verdict, reason = Verdict.LATE if won else Verdict.WON, ""
            if trial.finish is not None:
                value = trial.finish(found.value)
                if value is None:
                    verdict, reason = Verdict.REFUSED, trial.why_not(found.value)
            won = won or verdict is Verdict.WON
        elif found.value == "" and not reason:
            reason = "the value is empty"
        attempts.append(Attempt(trial, found, verdict, value, reason))
    return tuple(attempts)
