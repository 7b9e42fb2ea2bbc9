"""Records that are parsed together, in columns, so that counting them costs little."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.survey.sketches.cells import HOUR
from qradar_builder.survey.sketches.keys import LONGEST_KEY, key_of
from qradar_builder.survey.sketches.ranks import ranks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qradar_builder.dsm.event import Event
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.records.record import Record
    from qradar_builder.survey.sketches.keys import KeyCounts

Kind = tuple[Any, str | None, str | None, Any, bool]
"""Outcome, event id, event category, QID record, and whether a mapping is missing."""

_MOST_GROUPS: Final = 8
_KIND: Final = attrgetter("outcome", "event_id", "event_category", "qid", "lacks_mapping")


@dataclass(slots=True)
class Batch:
    """Records with their events, those of the highest rank first: the last of equal keys has the lowest rank."""

    records: list[Record]
    ranks: list[int]
    events: list[Event]
    changed: list[Event]
    """The events of the new definition; empty if there is none."""
    kinds: list[Kind]
    hours: list[int | None]
    """Hours since the epoch: of the device time, else of the receipt. None where neither is known."""


def parsed(ready: Ready, records: list[Record]) -> Batch:
    """Parse records that are not broken."""
    events: list[Event] = []
    changed: list[Event] = []
    parse = ready.parser.parse
    other = None if ready.against is None else ready.against.parse
    for record in records:
        ready.receive(record.received)
        events.append(parse(record.payload))
        if other is not None:
            changed.append(other(record.payload))
    ranks = ranks_of(records)
    order = ranks.argsort(kind="stable")[::-1].tolist()
    events = [events[place] for place in order]
    records = [records[place] for place in order]
    return Batch(
        records,
        ranks[order].tolist(),
        events,
        [changed[place] for place in order] if changed else changed,
        list(map(_KIND, events)),
        [_hour(event.log_source_time, record.received) for event, record in zip(events, records, strict=True)],
    )


def _hour(time: int | None, received: int | None) -> int | None:
    if time is not None:
        return time // HOUR
    return None if received is None else received // HOUR


@dataclass(frozen=True, slots=True)
class Group:
    """Events of a batch that have values of the same names, in columns."""

    names: tuple[str, ...]
    columns: list[tuple[Any, ...]]
    """By name, the value of each event."""
    places: Sequence[int]
    """The places of the events in the batch."""


def groups(dicts: Sequence[dict[str, Any]]) -> Iterator[Group]:
    """The fields or properties of the events of a batch, by which names they have."""
    found = list(map(tuple, dicts))
    patterns = Counter(found)
    if len(patterns) == 1:
        yield Group(found[0], list(zip(*map(dict.values, dicts), strict=True)), range(len(dicts)))
        return
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


def count_values(
    known: KeyCounts, values: Sequence[Any], counts: Mapping[Any, int], ranks: Sequence[int], key: Callable[[Any], str]
) -> None:
    """Add values of a batch to the counts of their keys. `counts` has how often each is there; None is no value."""
    if key is key_of and _are_keys(counts):
        names: dict[Any, str] | None = None
        by_key = counts
    else:
        names = {each: key(each) for each in counts}
        by_key = {}
        for each, count in counts.items():
            by_key[names[each]] = by_key.get(names[each], 0) + count
    limit = known.limit(by_key.keys())
    start = _first_below(ranks, limit)
    lowest = dict(zip(values[start:], ranks[start:], strict=True))
    lowest.pop(None, None)
    known.add(by_key, lowest if names is None else _lowest(lowest, names))


def _are_keys(counts: Mapping[Any, int]) -> bool:
    return set(map(type, counts)) == {str} and max(map(len, counts)) <= LONGEST_KEY


def _lowest(ranks: Mapping[Any, int], names: Mapping[Any, str]) -> dict[str, int]:
    lowest: dict[str, int] = {}
    for each, rank in ranks.items():
        name = names[each]
        if rank < lowest.get(name, 1 << 64):
            lowest[name] = rank
    return lowest


def _first_below(ranks: Sequence[int], limit: int) -> int:
    low, high = 0, len(ranks)
    while low < high:
        middle = (low + high) // 2
        if ranks[middle] >= limit:
            low = middle + 1
        else:
            high = middle
    return low
