"""What another version of a definition changes: events won and lost, other QID records, other values, with samples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.dsm.event import Outcome
from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.samples import Sample, SampleBound, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.payloads import EventDifference
    from qradar_builder.dsm.event import Event
    from qradar_builder.survey.counting.batch import Batch, Slice
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.keys import KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

CHANGES: Final = Bound(2_000)
SAMPLES: Final = SampleBound(512, 3)
_MOST_SHOWN: Final = 1_000
_MOVED: Final = frozenset({"outcome", "QID record", "event id", "low-level category", "severity"})
"""The aspects that are counted by their old and new value; of fields, properties and times there are too many."""


class How(StrEnum):
    """How a value changes."""

    GAINED = "gained"
    """There was none."""
    LOST = "lost"
    """There is none any more."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """Events that change in one way."""

    aspect: str
    """`outcome`, `QID record`, `event id`, `event category`, `low-level category`, `severity`, `field`,
    `custom property` or `log source time`."""
    name: str
    """The field or property; empty for the others."""
    how: str
    """`gained`, `lost` or `other`."""
    old: str | None
    """The values of an outcome, QID record, event id, low-level category or severity. None for the others, whose values
    are with the samples, and where there is none."""
    new: str | None
    count: int
    at_least: int
    """The true count is from this to `count`."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes if the new version replaces the old one."""

    events: int
    """Events that were parsed by both."""
    changed: int
    """Events that differ in anything."""
    won: int
    """Events that only the new version parses, which means that it finds an event id with a mapping."""
    lost: int
    """Events that only the old version parses."""
    changes: tuple[Change, ...]
    """The commonest 1,000."""
    is_exact: bool
    """Whether all counts are exact."""
    error: float
    """By which share of all changes a count that is not exact can be too high."""


class ChangeCounts:
    """Counts of changes."""

    __slots__ = ("_changed", "_changes", "_events", "_lost", "_samples", "_won")

    def __init__(self) -> None:
        self._events = self._changed = self._won = self._lost = 0
        self._changes = KeyCounts(CHANGES)
        self._samples = Samples(SAMPLES)

    def add(self, part: Slice, batch: Batch, ready: Ready) -> None:
        """Add events of a batch, of which there are those of a new version."""
        # Most surveys compare nothing, and what compares events takes long to load.
        from qradar_builder.comparison.payloads import event_differences

        counts: dict[str, int] = {}
        lowest: dict[str, int] = {}
        self._events += len(part.changed)
        for place, (old, new) in enumerate(zip(part.events, part.changed, strict=True)):
            if _are_equal(old, new):
                continue
            found = list(_keyed(event_differences(old, new, is_mapped=ready.is_mapped), ready))
            self._changed += bool(found)
            if ready.is_mapped and old.outcome is not new.outcome:
                self._won += new.outcome is Outcome.PARSED
                self._lost += old.outcome is Outcome.PARSED
            for key, before, after in found:
                counts[key] = counts.get(key, 0) + 1
                rank = part.ranks[place]
                lowest[key] = min(rank, lowest.get(key, rank))
                if rank < self._samples.threshold(key):
                    record = batch.record(part.start + place)
                    self._samples.add(key, Sample.of(record, rank, ready.shown, before, after))
        if counts:
            self._changes.add(counts, lowest)

    def merge(self, other: Self) -> None:
        """Add the changes of other events. `other` stays as it is."""
        self._events += other._events
        self._changed += other._changed
        self._won += other._won
        self._lost += other._lost
        self._changes.merge(other._changes)
        self._samples.merge(other._samples)

    def result(self) -> Changes:
        """The changes, the commonest first."""
        return Changes(
            self._events,
            self._changed,
            self._won,
            self._lost,
            tuple(self._change(each) for each in self._changes.top(_MOST_SHOWN)),
            self._changes.is_exact,
            CHANGES.error,
        )

    def _change(self, found: KeyCount) -> Change:
        aspect, name, how, old, new = json.loads(found.key)
        return Change(aspect, name, how, old, new, found.count, found.at_least, self._samples.of(found.key))

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        numbers = [self._events, self._changed, self._won, self._lost]
        return [numbers, self._changes.pack(packer), self._samples.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        numbers, changes, samples = packed
        self._events, self._changed, self._won, self._lost = numbers
        self._changes.load(changes, unpacked)
        self._samples.load(samples, unpacked)


def _are_equal(old: Event, new: Event) -> bool:
    """Whether two events are surely equal, as most are."""
    return (
        old.event_id == new.event_id
        and old.outcome is new.outcome
        and old.severity == new.severity
        and old.log_source_time == new.log_source_time
        and old.event_category == new.event_category
        and old.fields == new.fields
        and old.properties == new.properties
        and _record(old) == _record(new)
    )


def _record(event: Event) -> tuple[str, int] | None:
    return None if event.qid is None else (event.qid.name, event.qid.category)


def _keyed(differences: Iterator[EventDifference], ready: Ready) -> Iterator[tuple[str, str, str]]:
    """The keys of differences, each with its old and its new value as they can be kept."""
    for each in differences:
        how = How.GAINED if each.old is None else How.LOST if each.new is None else How.OTHER
        values = [None if value is None else key_of(ready.shown(str(value))) for value in (each.old, each.new)]
        if ready.hides(each.name):
            values = [None, None]
        moved = values if each.aspect in _MOVED else [None, None]
        key = json.dumps([each.aspect.value, each.name, how.value, *moved])
        yield key, values[0] or "", values[1] or ""
