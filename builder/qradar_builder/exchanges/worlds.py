"""What answers the runs of a workflow: recorded exchanges, or the network."""

from __future__ import annotations

from random import Random, SystemRandom
from typing import TYPE_CHECKING, Protocol, TypeAlias

from qradar_builder.exchanges.record import Recorder
from qradar_builder.exchanges.replay import ReplayClock, ReplayTransport
from qradar_builder.http.messages import CallFailed
from qradar_builder.http.network.live import nap, wall_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qradar_builder.exchanges.exchange import Exchange, Kill
    from qradar_builder.exchanges.passed_over import PassedOver
    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.http.transport import Transport

RecordedRun: TypeAlias = "tuple[int | None, Sequence[Exchange]]"
"""When a run begins, in epoch milliseconds (None: when the one before ended), and its exchanges."""


class World(Protocol):
    """A clock (epoch milliseconds), random numbers from 0 to 1, waiting, and a transport for each run."""

    now: Callable[[], int]
    random: Callable[[], float]

    def sleep(self, milliseconds: int) -> None:
        """Wait so many milliseconds."""
        ...

    def begin(self, number: int) -> Transport:
        """The transport of a run; they are counted from 0."""
        ...

    def kill(self, number: int) -> Kill | None:
        """When QRadar is killed in a run; None for never."""
        ...

    def end(self, *, ended_well: bool) -> str:
        """What is wrong with the requests of the run that has ended; empty where nothing is."""
        ...


class Replay(Protocol):
    """Answers from recorded exchanges."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer that was recorded. Throws CallFailed."""
        ...

    def finish(self) -> None:
        """Throw CallFailed of kind `replay` where requests that are expected have not come."""
        ...


class ReplayWorld:
    """Recorded exchanges, each run with its own. No time passes."""

    def __init__(
        self,
        clock: int,
        runs: Sequence[RecordedRun],
        *,
        exact: bool = True,
        kills: Mapping[int, Kill] | None = None,
    ) -> None:
        """`clock` is when the first run begins, in epoch milliseconds; `kills` say in which runs QRadar is killed.

        Where they are `exact`, each run has its own exchanges, and all of them must be asked for; else the first has
        those of all runs.
        """
        self._runs = runs
        self._exact = exact
        self._kills = kills or {}
        self._transport: Replay | None = None
        self._mismatch = ""
        self._clock = ReplayClock(clock)
        self.now: Callable[[], int] = self._clock
        self.random: Callable[[], float] = Random(clock).random  # noqa: S311 - what is replayed comes out the same

    def sleep(self, milliseconds: int) -> None:
        """Let the clock show that time has passed."""
        self._clock.sleep(milliseconds)

    def begin(self, number: int) -> Transport:
        """A transport with the exchanges of the run."""
        self._mismatch = ""
        if self._transport is not None and not self._exact:
            return self
        clock, exchanges = self._runs[number]
        if clock is not None:
            self._clock.now = clock
        self._transport = self.replay(exchanges, self._clock)
        return self

    def kill(self, number: int) -> Kill | None:
        """When QRadar is killed in a run."""
        return self._kills.get(number)

    def replay(self, exchanges: Sequence[Exchange], clock: ReplayClock) -> Replay:
        """What answers from the exchanges of a run."""
        # Those of a case are all meant; a browser records much that a workflow does not ask for.
        return ReplayTransport(exchanges, clock, passes_over=not self._exact)

    @property
    def passed_over(self) -> PassedOver | None:
        """The exchanges of a HAR file that no run has asked for; None for a case."""
        if self._exact or not isinstance(self._transport, ReplayTransport):
            return None
        return self._transport.passed_over

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer that was recorded. Throws CallFailed."""
        assert self._transport is not None, "there is a run"
        try:
            return self._transport.send(request)
        except CallFailed as failure:
            if failure.kind == "replay":
                self._mismatch = failure.message
            raise

    def end(self, *, ended_well: bool) -> str:
        """What was asked for and not recorded, or the other way round."""
        if self._mismatch or not ended_well or not self._exact or self._transport is None:
            return self._mismatch
        try:
            self._transport.finish()
        except CallFailed as failure:
            return failure.message
        return ""


class LiveWorld:
    """The network, the clock and the chance of this machine."""

    def __init__(self, transport: Transport, wait: Callable[[int], None] = nap) -> None:
        """`wait` waits so many milliseconds."""
        self._transport = transport
        self._wait = wait
        self.now: Callable[[], int] = wall_clock
        self.random: Callable[[], float] = SystemRandom().random

    def sleep(self, milliseconds: int) -> None:
        """Wait."""
        self._wait(milliseconds)

    def begin(self, number: int) -> Transport:  # noqa: ARG002 - one network for all
        """The network."""
        return self._transport

    def kill(self, number: int) -> Kill | None:  # noqa: ARG002 - as above
        """Nobody kills anything."""
        return None

    def end(self, *, ended_well: bool) -> str:  # noqa: ARG002 - as above
        """Nothing was expected."""
        return ""


class RecordedWorld:
    """The network, and what went over it. Time and chance are those that a replay will have."""

    def __init__(self, transport: Transport, secrets: Mapping[str, str], wait: Callable[[int], None] = nap) -> None:
        """Throws RecordError where a secret is too short to be told from other text. `wait` is as for LiveWorld."""
        self._wait = wait
        self._clock = ReplayClock(wall_clock())
        self.start = self._clock.now
        self.recorder = Recorder(transport, self._clock, secrets)
        self.now: Callable[[], int] = self._clock
        self.random: Callable[[], float] = Random(self.start).random  # noqa: S311 - as above

    def sleep(self, milliseconds: int) -> None:
        """Wait, and let the clock show it."""
        self._wait(milliseconds)
        self._clock.sleep(milliseconds)

    def begin(self, number: int) -> Transport:
        """The recorder."""
        if number:
            self.recorder.next_run()
        return self.recorder

    def kill(self, number: int) -> Kill | None:  # noqa: ARG002 - as above
        """Nobody kills anything."""
        return None

    def end(self, *, ended_well: bool) -> str:  # noqa: ARG002 - as above
        """Nothing was expected."""
        return ""
