"""Answers the requests of a live source, and remembers what was asked and which events were read."""

from __future__ import annotations

import threading
from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.messages import CallFailed, HttpRequest
from qradar_builder.serving.messages import Answer, Fault
from qradar_builder.simulation.history.world import World
from qradar_builder.simulation.live.page import Seen, status_page
from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.service import Service
from qradar_builder.simulation.service.templates import as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.serving.messages import Request
    from qradar_builder.simulation.live.schedule import Schedule
    from qradar_builder.simulation.service.events import Event
    from qradar_builder.simulation.service.reading import Source

STATUS: Final = "/-/status"
"""Where the page is that shows what was asked; with `.json` as JSON."""

_MOST_CALLS: Final = 200
_LONGEST_WAIT: Final = 600.0
_HTTP_OK: Final = 200
_BAD_REQUEST: Final = 400


class Desk:
    """Answers requests for one source. Several threads may ask at once."""

    def __init__(self, source: Source, schedule: Schedule, now: Callable[[], int]) -> None:
        """`now` gives epoch milliseconds. The events are around the time at which this is made."""
        self._now = now
        self._schedule = schedule
        begin = now()
        events = source.events(schedule.seed, clock=begin)
        self.service = Service(source.spec, events, source.spec.parameters)
        self._world = World(self.service, begin)
        self._lock = threading.Lock()
        self.count = 0
        self.calls: deque[Seen] = deque(maxlen=_MOST_CALLS)
        self.read: Counter[int] = Counter()

    def __call__(self, request: Request) -> Answer:
        """Answer a request as it came in."""
        if request.path == STATUS:
            return Answer(
                _HTTP_OK,
                status_page(self.status(), self.unread(), self.calls).encode(),
                (("Content-Type", "text/html; charset=utf-8"),),
            )
        if request.path == f"{STATUS}.json":
            return Answer(_HTTP_OK, as_json(self.status()).encode(), (("Content-Type", "application/json"),))
        with self._lock:
            return self._answer(request)

    def _answer(self, request: Request) -> Answer:
        self.count += 1
        fault = self._schedule.fault_of(self.count)
        host = request.header("host") or "127.0.0.1"
        url = f"{'https' if request.is_secure else 'http'}://{host}{request.path}"
        url += f"?{request.query}" if request.query else ""
        world = self._world
        world.clock = at = self._now()
        world.begin({1: fault} if fault else {}, keeps_page=True)
        try:
            response = world.send(HttpRequest(request.method, url, request.headers, request.body or None))
        except CallFailed as failure:
            if not world.calls:
                # The URL itself cannot be read.
                return Answer(_BAD_REQUEST, failure.message.encode("utf-8", "replace"))
            self._note(at, request, "no response", fault, ())
            return Answer(_HTTP_OK, fault=Fault.RESET if fault == "reset" else Fault.SILENCE)
        call = world.calls[0]
        self._note(at, request, f"{response.status} {response.reason}".rstrip(), fault, call.events)
        delay = min(call.takes / 1000, _LONGEST_WAIT) if fault == "slow" else 0.0
        return Answer(response.status, response.body, response.headers, delay=delay)

    def _note(self, at: int, request: Request, answer: str, fault: str | None, events: tuple[int, ...]) -> None:
        # A query may hold a credential.
        self.calls.append(Seen(self.count, at, f"{request.method} {request.path}", answer, fault, len(events)))
        self.read.update(events)

    def unread(self) -> list[Event]:
        """The events that are shown, and were in no answer so far."""
        now = (self._now() + self.service.spec.skew * 1000) * times.MILLISECOND
        return [
            event
            for event in self.service.events.events
            if not self.read[event.number] and event.seen <= now and (event.gone is None or now < event.gone)
        ]

    def status(self) -> dict[str, Any]:
        """What was asked and read so far."""
        events = self.service.events.events
        return {
            "calls": self.count,
            "events": len(events),
            "read": sum(bool(self.read[event.number]) for event in events),
            "read_again": sum(max(count - 1, 0) for count in self.read.values()),
            "unread": [event.id for event in self.unread()],
            "unknown": list(dict.fromkeys(self.service.unknown)),
        }
