"""The events of a simulated source, made by a seed: when each is, when it is shown, and what it looks like."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.chance import Chance
from qradar_builder.simulation.service.templates import Raw, as_json, as_text, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.model.simulation.events import EventsSpec, SomeSpec

_STEP: Final = {"s": times.SECOND, "ms": times.MILLISECOND, "us": 10, "ticks": 1}
_FORMS: Final = {
    "text": ("event-{:06}", r"event-(\d{6})"),
    "number": ("9{:08}", r"(?<![0-9])9(\d{8})(?![0-9])"),
    "uuid": ("5e7e0000-0000-4000-8000-{:012}", r"5e7e0000-0000-4000-8000-(\d{12})"),
    "hex": ("5e7e{:028}", r"5e7e(\d{28})"),
}
_RECORDS: Final = {
    "text": "record-{:06}",
    "number": "8{:08}",
    "uuid": "4ec00000-0000-4000-8000-{:012}",
    "hex": "4ec0{:028}",
}


@dataclass(frozen=True, slots=True)
class Event:
    """An event. Times are ticks (100 ns) of the source's clock; `gone` is when it is deleted."""

    number: int
    id: str
    time: int
    seen: int
    """From when on the source shows it."""
    gone: int | None = None
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What a list has: an event, or a record of several. `time` is that of the event or of the record's start."""

    number: int
    id: str
    time: int
    seen: int
    end: int
    events: tuple[Event, ...]


class Events:
    """All events of a source in a history. `clock` is when the first poll begins, in epoch milliseconds."""

    def __init__(self, spec: EventsSpec, samples: Sequence[Any], clock: int, seed: int, *, stretch: int = 1) -> None:
        """With `stretch` there are so many times as many, over a time so many times as long."""
        self.spec = spec
        self._samples = samples
        self._texts: dict[tuple[int, bool], str] = {}
        self._form, pattern = _FORMS[spec.id]
        self._ids = re.compile(pattern)
        self.begin = clock * times.MILLISECOND + spec.start * times.SECOND
        chance = Chance(seed, "events")
        made = self._records(chance, stretch) if spec.records is not None else self._single(chance, stretch)
        self.items = tuple(sorted(made, key=lambda item: (item.time, item.number)))
        self.events = tuple(sorted((each for item in self.items for each in item.events), key=lambda each: each.number))

    def _moments(self, chance: Chance, count: int, stretch: int) -> Iterator[int]:
        """So many times, in order. Some of them are the same, or in the same millisecond."""
        step = max(_STEP[self.spec.precision], 1)
        unit = max(step, times.MILLISECOND)
        groups: list[int] = []
        while sum(groups) < count:
            groups.append(min(chance.between(1, self.spec.burst), count - sum(groups)))
        places = sorted(chance.below(self.spec.span * stretch * times.SECOND // unit + 1) for _ in groups)
        for size, place in zip(groups, places, strict=True):
            first = self.begin + place * unit
            first -= first % unit
            for _ in range(size):
                within = 0 if chance.happens(0.5) else chance.below(max(unit // step, 1)) * step
                yield first + within

    def _single(self, chance: Chance, stretch: int) -> list[Item]:
        spec = self.spec
        moments = sorted(self._moments(chance, spec.count * stretch, stretch))
        items = []
        for number, time in enumerate(moments):
            seen = time + _some(spec.late, chance)
            gone = seen + times.SECOND + more if (more := _some(spec.deleted, chance)) else None
            changed = seen + more if (more := _some(spec.changed, chance)) else None
            event = Event(number, self._form.format(number), time, seen, gone, changed)
            items.append(Item(number, _RECORDS[spec.id].format(number), time, seen, time, (event,)))
        return items

    def _records(self, chance: Chance, stretch: int) -> list[Item]:
        spec = self.spec
        assert spec.records is not None, "there are records"
        moments = sorted(self._moments(chance, spec.count * stretch, stretch))
        items: list[Item] = []
        number = 0
        step = _STEP[spec.precision]
        while number < len(moments):
            size = min(chance.between(1, spec.records.events), len(moments) - number)
            # The first ones of the times that are left, so that records begin all over the time.
            start = moments[number]
            length = chance.below(spec.records.seconds * times.SECOND + 1)
            inner = sorted(start + chance.below(length + 1) // step * step for _ in range(size - 1))
            shown = start + _some(spec.late, chance)
            events = tuple(
                Event(number + place, self._form.format(number + place), time, max(time, shown))
                for place, time in enumerate([start, *inner])
            )
            record = _RECORDS[spec.id].format(len(items))
            items.append(Item(len(items), record, start, shown, start + length // step * step, events))
            number += size
        return items

    @cached_property
    def by_seen(self) -> tuple[Item, ...]:
        """The items in the order in which the source got them."""
        return tuple(sorted(self.items, key=lambda item: (item.seen, item.number)))

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their IDs, and by those of their events where each has one."""
        own = {item.id: item for item in self.items}
        return own if self.spec.records else own | {item.events[0].id: item for item in self.items}

    @cached_property
    def _times(self) -> list[int]:
        return [item.time for item in self.items]

    @cached_property
    def _seen(self) -> list[int]:
        return [item.seen for item in self.by_seen]

    def from_on(self, start: int | None, *, by_seen: bool) -> Sequence[Item]:
        """The items from a time on, by that time."""
        items, keys = (self.by_seen, self._seen) if by_seen else (self.items, self._times)
        return items if start is None else items[bisect_left(keys, start) :]

    @property
    def last_seen(self) -> int:
        """When the last event is shown, in ticks."""
        return max(event.seen for event in self.events)

    def numbers_in(self, text: str) -> list[int]:
        """The numbers of the events whose IDs are in a text, in their order there; each once."""
        return list(dict.fromkeys(map(int, self._ids.findall(text))))

    def shown(self, item: Item, now: int) -> tuple[Event, ...]:
        """The events of an item that are there at a time."""
        if len(item.events) == 1:
            event = item.events[0]
            return item.events if event.seen <= now and (event.gone is None or now < event.gone) else ()
        return tuple(event for event in item.events if event.seen <= now)

    def text(self, item: Item, now: int) -> str:
        """An item as it is shown at a time: JSON, or the text that the template gives."""
        records = self.spec.records
        if records is None:
            return self.event_text(item.events[0], item, now)
        events = [self.event_text(each, item, now) for each in self.shown(item, now)]
        has_ended = item.end <= now

        def look(name: str) -> Any:
            if name == "events":
                return "".join(events) if isinstance(records.template, str) else [Raw(each) for each in events]
            if name == "ended":
                return filled(records.ended, look) if has_ended else None
            return self._value(name, item.events[0], item, has_ended)

        return _said(filled(records.template, look))

    def event_text(self, event: Event, item: Item, now: int) -> str:
        """An event as it is shown at a time."""
        is_changed = event.changed is not None and event.changed <= now
        key = (event.number, is_changed)
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = self.rendered(self.spec.template, event, item, is_changed=is_changed)
        return text

    def rendered(self, template: object, event: Event, item: Item, *, is_changed: bool = False) -> str:
        """An event by a template; a sample with its values where there is none."""

        def look(name: str) -> Any:
            return self._value(name, event, item, is_changed)

        if template is not None:
            return _said(filled(template, look))
        sample = _copied(self._samples[event.number % len(self._samples)])
        for path, value in self.spec.places.items():
            _put(sample, path, filled(value, look))
        return as_json(sample)

    def _value(self, name: str, event: Event, item: Item, changed: bool) -> Any:
        what, _, form = name.partition(".")
        if what in TIMES:
            moment = {"time": event.time, "seen": event.seen, "start": item.time, "end": item.end}[what]
            return times.written(moment, form or "iso")
        return {"id": event.id, "number": event.number, "changed": changed, "record": item.id}.get(name)


TIMES: Final = ("time", "seen", "start", "end")
"""The names of times in templates of events; a format may follow after a dot."""
EVENT_NAMES: Final = ("id", "number", "changed", "record", *TIMES)
"""The names in templates of events."""


def _some(spec: SomeSpec | None, chance: Chance) -> int:
    """How many ticks after its time something happens to an event, in milliseconds; 0 where it does not."""
    if spec is None or not chance.happens(spec.share):
        return 0
    return chance.between(1, spec.seconds * 1000) * times.MILLISECOND


def _said(value: Any) -> str:
    return as_text(value) if isinstance(value, str) else as_json(value)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _put(target: Any, path: str, value: Any) -> None:
    """Put a value at a path of keys, such as /event/id; objects that are missing are made."""
    keys = path.strip("/").split("/")
    for key in keys[:-1]:
        if not isinstance(target.get(key), dict):
            target[key] = {}
        target = target[key]
    target[keys[-1]] = value
