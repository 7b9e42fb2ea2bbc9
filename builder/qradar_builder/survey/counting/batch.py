"""Records that are parsed together, in columns, so that counting them costs little."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.survey.records.record import Record
from qradar_builder.survey.sketches.cells import HOUR
from qradar_builder.survey.sketches.ranks import Ranked, ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.event import Event
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.records.bundle import Bundle

Kind = tuple[Any, str | None, str | None, int, bool]
"""Outcome, event id, event category, the identity of the QID record, and whether a mapping is missing."""

TOGETHER: Final = 64
"""Events that are parsed before their values are counted: so many fit into the cache of a processor."""
_MOST_GROUPS: Final = 8
_TOLD: Final = attrgetter(
    "outcome", "event_id", "event_category", "qid", "lacks_mapping", "log_source_time", "warnings"
)


@dataclass(slots=True)
class Waiting:
    """Records that wait to be parsed, in columns."""

    payloads: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    received: list[int | None] = field(default_factory=list)
    characters: int = 0
    """Characters of all payloads."""

    def __len__(self) -> int:
        return len(self.payloads)

    def add(self, record: Record) -> None:
        """Add a record at the end."""
        self.payloads.append(record.payload)
        self.sources.append(record.source)
        self.offsets.append(record.offset)
        self.lengths.append(record.length)
        self.received.append(record.received)
        self.characters += len(record.payload)

    def extend(self, source: str, bundle: Bundle) -> None:
        """Add the records of a source at the end."""
        self.payloads += bundle.payloads
        self.sources += [source] * len(bundle)
        self.offsets += bundle.offsets
        self.lengths += bundle.lengths
        self.received += bundle.received
        self.characters += sum(map(len, bundle.payloads))


@dataclass(slots=True)
class Batch:
    """Records with what they are, in the order in which they were read.

    The columns from `kinds` on are filled while the records are parsed.
    """

    payloads: Sequence[str]
    sources: Sequence[str]
    offsets: Sequence[int]
    lengths: Sequence[int]
    received: Sequence[int | None]
    ranked: Ranked
    kinds: list[Kind] = field(default_factory=list)
    qids: dict[int, Any] = field(default_factory=dict)
    """The QID records by their identity; None is one of them where events have none."""
    times: list[int | None] = field(default_factory=list)
    """The device time of each, in epoch milliseconds."""
    hours: list[int | None] = field(default_factory=list)
    """Hours since the epoch: of the device time, else of the receipt. None where neither is known."""
    warnings: list[list[str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.payloads)

    def record(self, place: int) -> Record:
        """The record at a place."""
        return Record(
            self.payloads[place], self.sources[place], self.offsets[place], self.lengths[place], self.received[place]
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """Events of a batch that were just parsed."""

    start: int
    """The place of the first in the batch."""
    events: list[Event]
    changed: list[Event]
    """The events of the new definition; empty if there is none."""
    ranks: Sequence[int]
    hours: list[int | None]


def batch_of(waiting: Waiting) -> Batch:
    """A batch of records. They are not parsed."""
    ranks = ranks_of(waiting.sources, waiting.offsets)
    return Batch(
        waiting.payloads,
        waiting.sources,
        waiting.offsets,
        waiting.lengths,
        waiting.received,
        Ranked(ranks.tolist(), ranks.argsort(kind="stable").tolist()),
    )


def parsed_slice(ready: Ready, batch: Batch, start: int) -> Slice:
    """Parse the records of a batch from a place on, as many as are parsed together. They must come in order."""
    end = start + TOGETHER
    payloads, received = batch.payloads[start:end], batch.received[start:end]
    parse, changed_parse = ready.parser.parse, None if ready.against is None else ready.against.parse
    changed: list[Event] = []
    if received.count(None) == len(received):
        ready.receive(None)
        events = list(map(parse, payloads))
        if changed_parse is not None:
            changed = list(map(changed_parse, payloads))
    else:
        events = []
        for payload, time in zip(payloads, received, strict=True):
            ready.receive(time)
            events.append(parse(payload))
            if changed_parse is not None:
                changed.append(changed_parse(payload))
    hours = _take_in(batch, events, received)
    return Slice(start, events, changed, batch.ranked.ranks[start:end], hours)


def _take_in(batch: Batch, events: list[Event], received: Sequence[int | None]) -> list[int | None]:
    """Put what a batch has of events into its columns. Returns their hours."""
    outcomes, ids, categories, qids, lacking, times, warnings = zip(*map(_TOLD, events), strict=True)
    batch.qids.update(zip(map(id, qids), qids, strict=True))
    batch.kinds += zip(outcomes, ids, categories, map(id, qids), lacking, strict=True)
    batch.times += times
    batch.warnings += warnings
    hours = [
        time // HOUR if time is not None else None if receipt is None else receipt // HOUR
        for time, receipt in zip(times, received, strict=True)
    ]
    batch.hours += hours
    return hours


@dataclass(frozen=True, slots=True)
class Group:
    """Events that have values of the same names, in columns."""

    names: tuple[str, ...]
    columns: list[tuple[Any, ...]]
    """By name, the value of each event."""
    places: Sequence[int]
    """The places of the events."""


def groups(dicts: Sequence[dict[str, Any]]) -> Iterator[Group]:
    """The fields or properties of events, by which names they have."""
    found = list(map(tuple, dicts))
    if found.count(found[0]) == len(found):
        yield Group(found[0], list(zip(*map(dict.values, dicts), strict=True)), range(len(dicts)))
        return
    patterns = Counter(found)
    members: dict[tuple[str, ...], list[int]] = {names: [] for names, _ in patterns.most_common(_MOST_GROUPS)}
    rest: dict[str, list[int]] = {}
    for place, names in enumerate(found):
        group = members.get(names)
        if group is not None:
            group.append(place)
        else:
            for name in names:
                rest.setdefault(name, []).append(place)
    for names, places in members.items():
        yield Group(names, list(zip(*(dicts[place].values() for place in places), strict=True)), places)
    # Many groups of few events each take longer than each name by itself.
    for name, places in rest.items():
        yield Group((name,), [tuple(dicts[place][name] for place in places)], places)
