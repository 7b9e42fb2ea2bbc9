"""Finds the list of events in the body of an answer, and in an event its time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.answers.forms import EVENTS, TextForm, TextKind
from qradar_builder.starter.api.event_time import epoch_ms, read_form
from qradar_builder.starter.api.flow import value_at
from qradar_builder.starter.events.headers import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.api.flow import TimeForm
    from qradar_builder.starter.api.slots import Keys

EVENT_WORDS: Final = re.compile(
    r"event|audit|log(?!in|o)|alert|activit|incident|detection|finding|threat|notification|message|histor|record",
    re.IGNORECASE,
)
"""What a place that gives events is often called."""

_MOST_DEPTH: Final = 4
_TIME_NAMES: Final = (
    re.compile(
        r"^(?:occurred|event|created|generated|published|activity).*(?:at|time|date|on)?$|^@?timestamp$", re.IGNORECASE
    ),
    re.compile(r"^(?:time|date|ts|when|datetime|created|published)$", re.IGNORECASE),
    re.compile(r"time|date|_at$|At$|timestamp"),
)
_LATER: Final = re.compile(r"receiv|ingest|updat|modif|expir|end|seen", re.IGNORECASE)
_MOST_LOOKED_AT: Final = 100


@dataclass(frozen=True, slots=True)
class EventList:
    """A list of objects in a body. `time` leads to the time of each, if it has one. `form` is that of a text."""

    keys: Keys
    time: Keys = ()
    time_form: TimeForm | None = None
    form: TextForm | None = None


def event_lists(body: Any) -> Iterator[EventList]:
    """The lists of objects in a body, those nearest to its root first; an empty one where nothing says otherwise."""
    level: list[tuple[Keys, Any]] = [((), body)]
    for _ in range(_MOST_DEPTH):
        below: list[tuple[Keys, Any]] = []
        for keys, value in level:
            if isinstance(value, list):
                if value and all(isinstance(each, dict) for each in value):
                    yield with_time(keys, value)
            elif isinstance(value, dict):
                below += [((*keys, key), member) for key, member in value.items() if _is_plain(key)]
        level = below


def with_time(keys: Keys, events: Sequence[Any]) -> EventList:
    """The list with the likeliest time of its events: one that all of them have, by its name and place."""
    looked_at = list(events[:_MOST_LOOKED_AT])
    ranked = []
    for place in _places(looked_at[0]):
        values = [value_at(event, place) for event in looked_at]
        if any(value is None or epoch_ms(value) is None for value in values):
            continue
        form = read_form(values)
        rank = next((number for number, each in enumerate(_TIME_NAMES) if each.search(place[-1])), None)
        if form is not None and rank is not None:
            ranked.append(((bool(_LATER.search(place[-1])), rank, len(place)), place, form))
    if not ranked:
        return EventList(keys)
    _, place, form = min(ranked, key=lambda each: each[0])
    return EventList(keys, place, form)


def text_list(form: TextForm, events: Sequence[Any], rows: Sequence[dict[str, Any]]) -> EventList:
    """The events of a text with the likeliest time, by the values of the events: `rows`."""
    found = with_time((EVENTS,), rows)
    if form.kind is TextKind.LINES or not found.time:
        return replace(found, form=form)
    name = found.time[0]
    pattern = ""
    if form.header is not None:
        number = form.header.names.index(name)
        pattern = Place(form.header, number).pattern(rf'"?([^{form.header.ends}]+)')
    elif name.startswith("@"):
        pattern = rf"\b{re.escape(name[1:])}=[\"']([^\"']+)"
    else:
        pattern = rf"<{re.escape(name)}(?:\s[^>]*)?>\s*([^<]+?)\s*<"
    timed = replace(form, time_pattern=pattern)
    if [timed.time_text(event) for event in events] != [row.get(name) for row in rows]:
        return EventList((EVENTS,), form=form)
    return EventList((EVENTS,), (), found.time_form, timed)


def likelihood(found: EventList, path: str, size: int) -> int:
    """How likely a list is one of events: they have times, and are called so; there are several."""
    named = EVENT_WORDS.search(path.rpartition("/")[2]) or any(EVENT_WORDS.search(key) for key in found.keys)
    return 4 * (found.time_form is not None) + 3 * bool(named) + 2 * bool(EVENT_WORDS.search(path)) + (size > 1)


def _places(event: dict[str, Any]) -> Iterator[Keys]:
    """The places of the scalars in an event."""
    waiting: list[tuple[Keys, Any]] = [((), event)]
    while waiting:
        keys, value = waiting.pop(0)
        if isinstance(value, dict):
            if len(keys) < _MOST_DEPTH:
                waiting += [((*keys, key), member) for key, member in value.items() if _is_plain(key)]
        elif not isinstance(value, list) and value is not None:
            yield keys


def _is_plain(key: Any) -> bool:
    """Whether a key can stand in a JPath: how a quote in one is written is not known."""
    return isinstance(key, str) and bool(key) and not set(key) & set("'\"${}\\")
