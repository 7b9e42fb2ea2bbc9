"""The world of a replay: recorded exchanges in their order, a clock that only the run moves, repeatable chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.exchanges.api_calls import is_part_of_a_page, json_answer
from qradar_builder.exchanges.comparison import difference, shown
from qradar_builder.exchanges.exchange import CALL_TIME, Fault
from qradar_builder.exchanges.passed_over import host_of, sorted_by_kind
from qradar_builder.http import failures
from qradar_builder.http.messages import CallFailed
from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.exchanges.exchange import Exchange
    from qradar_builder.exchanges.passed_over import PassedOver
    from qradar_builder.http.messages import HttpRequest, HttpResponse

_MAX_MISSING = 10


class ReplayClock:
    """The time in epoch milliseconds. It starts where the case says; calls and sleeps move it, nothing else does."""

    def __init__(self, start: int) -> None:
        self.now = start
        self.sleeps: list[int] = []
        """How long each sleep was, in milliseconds."""

    def __call__(self) -> int:
        """The time."""
        return self.now

    def sleep(self, milliseconds: int) -> None:
        """Take no time, but let the clock show it."""
        self.sleeps.append(milliseconds)
        self.now += max(0, milliseconds)

    def tick(self) -> None:
        """A call has been made."""
        self.now += CALL_TIME


class ReplayTransport:
    """Answers requests from exchanges, which must come in their order."""

    def __init__(self, exchanges: Sequence[Exchange], clock: ReplayClock, *, passes_over: bool = False) -> None:
        """With `passes_over`, a request may pass over exchanges on the way to its own, as in a browser's recording."""
        self._exchanges = exchanges
        self._clock = clock
        self._done = 0
        self._passes_over = passes_over
        self._passed: list[Exchange] = []
        self._hosts: set[str] = set()

    @property
    def passed_over(self) -> PassedOver:
        """The exchanges that no request has asked for: those passed over, and those at the end."""
        return sorted_by_kind((*self._passed, *self._exchanges[self._done :]), self._hosts)

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to the next request.

        Throws CallFailed: of kind `replay` where another request, or none, is expected, and of the kind of the fault
        where one is recorded.
        """
        self._clock.tick()
        if self._passes_over:
            self._pass_over(request)
        number = self._done + 1
        if self._done == len(self._exchanges) and self._passes_over:
            raise CallFailed("replay", f"the rest of the recording has no call of this host:\n{shown(request)}")
        if self._done == len(self._exchanges):
            raise CallFailed(
                "replay",
                f"request {number} is unexpected; {len(self._exchanges)} requests are expected:\n{shown(request)}",
            )
        exchange = self._exchanges[self._done]
        diff = difference(exchange.request, request)
        if diff is not None:
            raise CallFailed(
                "replay", f"request {number} of {len(self._exchanges)} is not the expected request:\n{diff}"
            )
        self._done = number
        self._clock.now += exchange.takes - CALL_TIME
        if isinstance(exchange.answer, Fault):
            raise _failure(exchange.answer, request)
        return exchange.answer

    def _pass_over(self, request: HttpRequest) -> None:
        """Go to the next exchange of the request; where there is none, to the next call of its host to compare with."""
        host = read_url(request.url).authority
        self._hosts.add(host)
        left = range(self._done, len(self._exchanges))
        own = next((each for each in left if difference(self._exchanges[each].request, request) is None), None)
        if own is None:
            of_host = [each for each in left if host_of(self._exchanges[each]) == host]
            calls = [each for each in of_host if json_answer(self._exchanges[each]) is not None]
            others = [each for each in of_host if not is_part_of_a_page(self._exchanges[each])]
            own = next(iter(calls or others), len(self._exchanges))
        self._passed += self._exchanges[self._done : own]
        self._done = own

    def finish(self) -> None:
        """Throw CallFailed of kind `replay` where requests that are expected have not come."""
        missing = self._exchanges[self._done :]
        if missing:
            lines = [f"{each.request.method} {each.request.url}" for each in missing[:_MAX_MISSING]]
            more = ["…"] if len(missing) > _MAX_MISSING else []
            what = f"{self._done} of {len(self._exchanges)} expected requests were sent; these are missing:"
            raise CallFailed("replay", "\n".join([what, *lines, *more]))


def _failure(fault: Fault, request: HttpRequest) -> CallFailed:
    url = read_url(request.url)
    if fault.kind == "timeout":
        return failures.read_timed_out(url.place)
    if fault.kind == "dns":
        return failures.unknown_host(url.host)
    if fault.kind == "tls":
        return failures.untrusted(url.place, "unable to get local issuer certificate")
    return failures.reset(url.place)
