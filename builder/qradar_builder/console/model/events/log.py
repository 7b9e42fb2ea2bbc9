"""The events that the model has received, newest last, and at most so many."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EVENTS: Final = 100_000


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event. Times are in epoch milliseconds; `fields` are those of the parser."""

    start_time: int
    device_time: int
    log_source_id: int
    type_id: int
    qid: int
    category: int
    severity: int
    credibility: int
    event_id: str | None
    event_category: str | None
    payload: str
    fields: dict[str, Any]
    properties: dict[str, Any]


class EventLog:
    """Events in the order in which they came."""

    def __init__(self) -> None:
        self._events: deque[StoredEvent] = deque(maxlen=MOST_EVENTS)
        self._last: dict[int, int] = {}

    def add(self, event: StoredEvent) -> None:
        """Keep an event."""
        self._events.append(event)
        self._last[event.log_source_id] = event.start_time

    def since(self, time: int) -> Iterator[StoredEvent]:
        """The events from a time on, newest first."""
        for event in reversed(self._events):
            if event.start_time < time:
                return
            yield event

    def last_time(self, log_source_id: int) -> int:
        """When a log source had its last event; 0 where it had none."""
        return self._last.get(log_source_id, 0)
