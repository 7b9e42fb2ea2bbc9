"""Kinds of events: outcome, event id, event category and QID record, with samples of each."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.samples import Sample, SampleBound, Samples
from qradar_builder.survey.sketches.totals import Totals

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import Qid
    from qradar_builder.survey.counting.batch import Batch, Kind
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.keys import Distinct, KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked
    from qradar_builder.survey.sketches.totals import Part

PAIRS: Final = Bound(10_000, rows=5, buckets=4096)
SAMPLES: Final = SampleBound(256, 3)
_MOST_SHOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class EventKind:
    """Events of one outcome, event id, event category and QID record."""

    outcome: str
    event_id: str | None
    event_category: str | None
    qid: str | None
    """The name of the record. None where only a console knows it."""
    low_level_category: int | None
    """Its number."""
    count: int
    at_least: int
    """The true count is from this to `count`."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Event id and event category that have no mapping."""

    event_id: str | None
    event_category: str | None
    count: int
    at_least: int
    """The true count is from this to `count`."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What became of the events."""

    outcomes: dict[str, int]
    """Events by outcome: `parsed`, `unknown`, `stored`, `built-in`."""
    kinds: tuple[EventKind, ...]
    """The commonest 1,000."""
    distinct: Distinct
    """How many kinds there are."""
    unmapped: tuple[Pair, ...]
    """The commonest 1,000."""
    distinct_unmapped: Distinct
    unmapped_events: int
    is_exact: bool
    """Whether all counts are exact."""
    error: float
    """By which share of all events a count that is not exact can be too high."""
    confidence: float
    """In which share of the cases the error is not greater."""
    has_all_samples: bool
    """Whether there is a sample of every kind."""

    @property
    def events(self) -> int:
        """All events."""
        return sum(self.outcomes.values())


class KindCounts:
    """Counts of kinds of events."""

    __slots__ = ("_kinds", "_outcomes", "_samples", "_unmapped", "events")

    def __init__(self) -> None:
        self.events = 0
        self._outcomes = Totals()
        self._kinds = KeyCounts(PAIRS)
        self._unmapped = KeyCounts(PAIRS)
        self._samples = Samples(SAMPLES)

    def add(self, batch: Batch, ready: Ready) -> None:
        """Add the events of a batch."""
        kinds = Counter(batch.kinds)
        names = {kind: _kind_key(kind, batch.qids[kind[3]]) for kind in kinds}
        outcomes: Counter[str] = Counter()
        for kind, count in kinds.items():
            outcomes[kind[0].value] += count
        self.events += len(batch)
        self._outcomes.add(outcomes)
        keys = list(map(names.__getitem__, batch.kinds))
        self._kinds.count_records(keys, batch.ranked)
        lacking = {kind: _pair_key(kind) for kind in kinds if kind[4]}
        if lacking:
            places = [place for place, kind in enumerate(batch.kinds) if kind[4]]
            pairs = [lacking[batch.kinds[place]] for place in places]
            self._unmapped.count_records(pairs, batch.ranked.some(places))
        self._sample(keys, batch, ready)

    def _sample(self, keys: list[str], batch: Batch, ready: Ready) -> None:
        threshold = self._samples.threshold
        for place in batch.ranked.below(max(map(threshold, set(keys)))):
            rank = batch.ranked.ranks[place]
            if rank < threshold(keys[place]):
                self._samples.add(keys[place], Sample.of(batch.record(place), rank, ready.shown))

    def merge(self, other: Self) -> None:
        """Add the kinds of other events. `other` stays as it is."""
        self.events += other.events
        self._outcomes.merge(other._outcomes)
        self._kinds.merge(other._kinds)
        self._unmapped.merge(other._unmapped)
        self._samples.merge(other._samples)

    def result(self) -> Kinds:
        """The kinds, the commonest first."""
        samples = self._samples.result()
        return Kinds(
            outcomes=self._outcomes.result(),
            kinds=tuple(_kind(each, samples.get(each.key, ())) for each in self._kinds.top(_MOST_SHOWN)),
            distinct=self._kinds.distinct(),
            unmapped=tuple(_pair(each) for each in self._unmapped.top(_MOST_SHOWN)),
            distinct_unmapped=self._unmapped.distinct(),
            unmapped_events=self._unmapped.total,
            is_exact=self._kinds.is_exact and self._unmapped.is_exact,
            error=PAIRS.error,
            confidence=PAIRS.confidence,
            has_all_samples=self._samples.is_whole,
        )

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self.events, *(part.pack(packer) for part in self._parts())]

    def _parts(self) -> tuple[Part, ...]:
        return self._outcomes, self._kinds, self._unmapped, self._samples

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self.events = packed[0]
        for part, content in zip(self._parts(), packed[1:], strict=True):
            part.load(content, unpacked)


def _kind_key(kind: Kind, qid: Qid | None) -> str:
    outcome, event_id, category, _, _ = kind
    record = (None, None) if qid is None else (key_of(qid.name), qid.category)
    return json.dumps([outcome.value, _part(event_id), _part(category), *record])


def _pair_key(kind: Kind) -> str:
    return json.dumps([_part(kind[1]), _part(kind[2])])


def _part(text: str | None) -> str | None:
    return None if text is None else key_of(text)


def _kind(found: KeyCount, samples: tuple[Sample, ...]) -> EventKind:
    outcome, event_id, category, qid, low_level = json.loads(found.key)
    return EventKind(outcome, event_id, category, qid, low_level, found.count, found.at_least, samples)


def _pair(found: KeyCount) -> Pair:
    event_id, category = json.loads(found.key)
    return Pair(event_id, category, found.count, found.at_least)
