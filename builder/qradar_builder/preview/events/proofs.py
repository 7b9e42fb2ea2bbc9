"""What each expression makes of each sample, kept by the expression: after an edit only those that changed are tried.

Coverage comes of it as `EventCoverage` would count it sample by sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.custom_properties import selects
from qradar_builder.dsm.definition import PropertyRule
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.model.expressions import Kind
from qradar_builder.testing.events.coverage import EventCoverage
from qradar_builder.testing.events.expression_trials import ExpressionTrials

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from qradar_builder.dsm.definition import Qid, TypeDefinition
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.trial import Trial
    from qradar_builder.preview.events.samples import Sample
    from qradar_builder.testing.events.tested import Receipt

_MOST_KEPT: Final = 4000


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The samples in which an expression has a value, and those whose value is refused: a bit for each index."""

    has: int = 0
    refused: int = 0


class Proofs:
    """What expressions make of the samples of a log source type, which stay the same."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.samples = samples
        self._indexes: dict[Receipt, list[int]] = {}
        for index, sample in enumerate(samples):
            self._indexes.setdefault(sample.receipt, []).append(index)
        self._kept: dict[Hashable, _Outcome] = {}

    def coverage(self, read: Read) -> EventCoverage:
        """What the events of a reading prove."""
        coverage = EventCoverage(read.definition)
        rules = (rule for prop in read.definition.properties for rule in prop.rules)
        if any(rule.expression.kind is Kind.CALCULATED for rule in rules):
            # Calculations read the values of an event, and not its payload.
            self._count_each(coverage, read)
            return coverage
        for event in read.events:
            coverage.count_mapping(event)
        views: dict[tuple[int, Callable[[str], Any]], Any] = {}
        forms = {prop.name: (prop.type, prop.datetime_format) for prop in read.definition.properties}
        for receipt, parser in read.parsers.items():
            done = [index for index in self._indexes.get(receipt, ()) if index < len(read.events)]
            everything = _bits(done)
            for _, trials in parser.field_trials():
                outcomes = [self._outcome(each, (receipt, *_matcher(each)), read, views) for each in trials]
                _count(coverage, [(*pair, everything) for pair in zip(trials, outcomes, strict=True)], self._why)
            by_qid: dict[Qid | None, int] = {}
            for index in done:
                qid = read.events[index].qid
                by_qid[qid] = by_qid.get(qid, 0) | 1 << index
            for name, trials in parser.properties.trials():
                chosen = [_selected(each.subject, everything, by_qid) for each in trials]
                keys = [(receipt, forms[name], _rule(each).expression) for each in trials]
                outcomes = [self._outcome(each, key, read, views) for each, key in zip(trials, keys, strict=True)]
                _count(coverage, list(zip(trials, outcomes, chosen, strict=True)), self._why)
        return coverage

    def _outcome(
        self, trial: Trial, key: tuple[Hashable, ...], read: Read, views: dict[tuple[int, Callable[[str], Any]], Any]
    ) -> _Outcome:
        """What an expression makes of the samples that are received in one way; `key` is all that this depends on."""
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        has = refused = 0
        make = trial.extractor.view
        assert key, "the way of receipt is in it"
        for index in self._indexes.get(key[0], ()):  # type: ignore[call-overload]  # it is the first of the key
            if monotonic() > read.end:
                return _Outcome(has, refused)
            view = views.get((index, make))
            if view is None:
                view = views[index, make] = make(self.samples[index].payload.text)
            try:
                text = trial.extractor.read(view)
            except RegexTimeout:
                continue
            if text:
                read.receive(self.samples[index])
                if trial.finish is not None and trial.finish(text) is None:
                    refused |= 1 << index
                else:
                    has |= 1 << index
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        kept = self._kept[key] = _Outcome(has, refused)
        return kept

    def _why(self, trial: Trial, index: int) -> str:
        """Why the value in a sample is refused."""
        try:
            text = trial.extractor.read(trial.extractor.view(self.samples[index].payload.text))
        except RegexTimeout:
            return ""
        return trial.why_not(text) if text else ""

    def _count_each(self, coverage: EventCoverage, read: Read) -> None:
        for receipt, parser in read.parsers.items():
            trials = ExpressionTrials(parser)
            for index in self._indexes.get(receipt, ()):
                if index < len(read.events) and monotonic() <= read.end:
                    read.receive(self.samples[index])
                    event = read.events[index]
                    coverage.count(event, trials.tried(self.samples[index].payload.text, event))


@dataclass(frozen=True, slots=True)
class Read:
    """The samples as a log source type reads them.

    `parsers` may have ways of receipt that no sample has any more, as dropped files come and go. `events` are the first
    ones where the time was not enough. `receive` makes a sample the one that is received now; after `end`, on the
    monotonic clock, no more expressions are tried.
    """

    definition: TypeDefinition
    parsers: Mapping[Receipt, Parser]
    events: Sequence[Event]
    receive: Callable[[Sample], None]
    end: float


def _count(
    coverage: EventCoverage, tried: Iterable[tuple[Trial, _Outcome, int]], why: Callable[[Trial, int], str]
) -> None:
    """Count the expressions of one field or property in their order, each with the samples that it is for."""
    taken = 0
    for trial, outcome, chosen in tried:
        has, refused = outcome.has & chosen, outcome.refused & chosen
        reason = why(trial, (refused & -refused).bit_length() - 1) if refused else ""
        won = has & ~taken
        coverage.add(trial.subject, chosen.bit_count(), has.bit_count(), won.bit_count(), reason)
        taken |= has


def _bits(indexes: Iterable[int]) -> int:
    found = 0
    for index in indexes:
        found |= 1 << index
    return found


def _selected(subject: object, everything: int, by_qid: Mapping[Qid | None, int]) -> int:
    """The samples that an expression of a property is for."""
    assert isinstance(subject, PropertyRule), "it is a property's"
    if subject.qid is None and subject.category is None:
        return everything if subject.expression.enabled else 0
    return _bits_of(bits for qid, bits in by_qid.items() if selects(subject, qid))


def _bits_of(parts: Iterable[int]) -> int:
    found = 0
    for each in parts:
        found |= each
    return found


def _rule(trial: Trial) -> PropertyRule:
    assert isinstance(trial.subject, PropertyRule), "it is a property's"
    return trial.subject


def _matcher(trial: Trial) -> tuple[Hashable, ...]:
    """All that the value of a field's expression depends on, but for the payload."""
    subject = trial.subject
    assert not isinstance(subject, PropertyRule), "it is a field's"
    pattern = subject.pattern
    return (
        subject.field,
        subject.capture_group,
        subject.enable_substitutions,
        subject.ext_data,
        pattern.text,
        pattern.type,
        pattern.case_insensitive,
        pattern.trim_whitespace,
        pattern.pair_delimiter,
        pattern.value_delimiter,
        pattern.delimiter,
    )
