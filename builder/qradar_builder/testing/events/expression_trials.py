"""Tries every expression of a log source type on an event, also those behind the one that gives the value.

It comes to the same as an explanation, which tells people more and takes far longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.trial import Verdict
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.dsm.definition import PropertyRule
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.lsx.model import Matcher
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.trial import Trial

    ViewsMade = dict[Callable[[str], Any], Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an expression. `refused` is why a value that it found is none, empty where that did not happen."""

    subject: Matcher | PropertyRule
    verdict: Verdict
    refused: str = ""


class ExpressionTrials:
    """The expressions of a log source type, ready to be tried."""

    def __init__(self, parser: Parser) -> None:
        self._fields = [trials for _, trials in parser.field_trials()]
        self._properties = parser.properties
        rules = [rule for prop in parser.definition.properties for rule in prop.rules]
        self._has_calculations = any(rule.expression.kind is Kind.CALCULATED for rule in rules)

    def tried(self, payload: str, event: Event) -> Iterator[Tried]:
        """What the expressions that are for an event make of its payload; calculations, of its properties."""
        views: ViewsMade = {}
        for trials in self._fields:
            yield from _try_all(trials, payload, views)
        filled: set[str] = set()
        for name, trials in self._properties.trials_for(event.qid).items():
            for one in _try_all(trials, payload, views):
                if one.verdict is Verdict.WON:
                    filled.add(name)
                yield one
        for computed in self._properties.computed(event.qid, event.properties) if self._has_calculations else ():
            verdict = Verdict.NOTHING
            if computed.value is not None:
                verdict = Verdict.LATE if computed.name in filled else Verdict.WON
                filled.add(computed.name)
            yield Tried(computed.rule, verdict)


def _try_all(trials: Iterable[Trial], payload: str, views: ViewsMade) -> Iterator[Tried]:
    won = False
    for trial in trials:
        view = trial.extractor.view
        if view not in views:
            views[view] = view(payload)
        one = _try(trial, views[view], late=won)
        won = won or one.verdict is Verdict.WON
        yield one


def _try(trial: Trial, view: Any, *, late: bool) -> Tried:
    try:
        text = trial.extractor.read(view)
    except RegexTimeout:
        text = None
    if not text:
        return Tried(trial.subject, Verdict.NOTHING)
    if trial.finish is not None and trial.finish(text) is None:
        return Tried(trial.subject, Verdict.REFUSED, trial.why_not(text))
    return Tried(trial.subject, Verdict.LATE if late else Verdict.WON)
