"""What answers the runs of a history: a simulated source, a clock that only the history moves, and faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Final

from qradar_builder.exchanges.exchange import CALL_TIME, REASONS
from qradar_builder.http import failures
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.http.url import read_url
from qradar_builder.simulation.service.answers import Answer, respond
from qradar_builder.simulation.service.service import too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.simulation.service.service import Service

PROXY_PAGE: Final = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the proxy</body></html>"
OTHER_JSON: Final = {"message": "Service temporarily unavailable"}
WAIT: Final = 30
"""What Retry-After says, in seconds."""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call of a history: when, what was asked, what came, which events were in it, and which fault it had."""

    at: int
    """Epoch milliseconds."""
    request: HttpRequest
    result: HttpResponse | CallFailed
    kind: str
    events: tuple[int, ...]
    fault: str | None
    takes: int
    """Milliseconds."""


class World:
    """The world of one history. Times are epoch milliseconds."""

    def __init__(self, service: Service, clock: int) -> None:
        self.service = service
        self.clock = clock
        # A replay of the history has the same chance.
        self.random: Callable[[], float] = Random(clock).random  # noqa: S311 - it must come out the same
        self.calls: list[CallRecord] = []
        self._faults: Mapping[int, str] = {}
        self._before: Answer | None = None

    def now(self) -> int:
        """The time."""
        return self.clock

    def sleep(self, milliseconds: int) -> None:
        """Let time pass."""
        self.clock += max(0, milliseconds)

    def begin(self, faults: Mapping[int, str], *, keeps_page: bool = False) -> None:
        """A poll begins; `faults` are those of its calls, by their numbers from 1 on.

        A page of the poll before is repeated only with `keeps_page`.
        """
        self.calls = []
        self._faults = faults
        self._before = self._before if keeps_page else None

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or raise CallFailed."""
        at = self.clock
        fault = self._faults.get(len(self.calls) + 1)
        takes = self.service.spec.slow * 1000 if fault == "slow" else CALL_TIME
        self.clock += takes
        answer, failure = self._answer(request, fault)
        result = failure or answer.response
        events = answer.events if failure is None else ()
        self.calls.append(CallRecord(at, request, result, answer.kind, events, fault, takes))
        if failure is not None:
            raise failure
        return answer.response

    def _answer(self, request: HttpRequest, fault: str | None) -> tuple[Answer, CallFailed | None]:
        if fault in _INSTEAD:
            return Answer(_INSTEAD[fault], "fault"), None
        if fault == "http-429-wait":
            return replace(too_many(self.clock + WAIT * 1000, self.clock, "seconds"), kind="fault"), None
        if fault == "timeout-before":
            return _NOTHING, failures.read_timed_out(read_url(request.url).place)
        if fault == "reset":
            return _NOTHING, failures.reset(read_url(request.url).place)
        answer = self.service.answer(request, self.clock)
        if fault == "timeout-after":
            return _NOTHING, failures.read_timed_out(read_url(request.url).place)
        if fault == "truncated":
            body = answer.response.body
            return Answer(replace(answer.response, body=body[: len(body) // 2]), "fault"), None
        if fault == "empty-page":
            return self.service.empty(request, self.clock) or answer, None
        before = self._before
        if answer.kind == "list":
            self._before = answer
        return (before if fault == "repeated" and before is not None else answer), None


_NOTHING: Final = Answer(HttpResponse(0), "fault")
_INSTEAD: Final = {
    **{
        f"http-{status}": respond({"error": REASONS[status]}, status=status)
        for status in (400, 401, 403, 404, 429, 500, 502, 503)
    },
    "proxy-page": respond(PROXY_PAGE, "text/html"),
    "empty-body": HttpResponse(200, "OK"),
    "other-json": respond(OTHER_JSON),
}
