"""Records a live run as a case that replays it, without the secrets of who ran it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.exchanges.cleaning import Cleaner
from qradar_builder.exchanges.exchange import Exchange, Fault
from qradar_builder.exchanges.writer import written_exchange
from qradar_builder.http.messages import CallFailed
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.secrets.values import SHORTEST
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qradar_builder.exchanges.replay import ReplayClock
    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.http.transport import Transport

_MOST_NAMES = 50
_SHORT = (
    "these secrets are too short, or too many, to search for everywhere; they are replaced only next to their names"
)
_FAULTS = {"timeout": "timeout", "connect": "reset", "dns": "dns", "tls": "tls"}


class RecordError(ValueError):
    """A run that cannot be recorded without giving a secret away; the message says why."""


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A case as it goes into a file: the workflow, the parameters (secret ones replaced), and the runs.

    `clock` is in epoch milliseconds. `notes` say what cannot be replayed.
    """

    workflow: str
    parameters: Mapping[str, str]
    clock: int
    runs: tuple[tuple[Exchange, ...], ...]
    notes: tuple[str, ...] = ()

    def plain(self) -> tuple[dict[str, object], dict[str, bytes]]:
        """The case as plain values, and the files that it names, by their names."""
        files: dict[str, bytes] = {}
        runs = []
        for run_number, run in enumerate(self.runs, 1):
            exchanges = []
            for number, exchange in enumerate(run, 1):
                written, more = written_exchange(exchange, f"run-{run_number}-response-{number}")
                exchanges.append(written)
                files |= more
            runs.append({"exchanges": exchanges})
        parameters = dict(self.parameters)
        return {"workflow": self.workflow, "parameters": parameters, "clock": iso_utc(self.clock), "runs": runs}, files


class Recorder:
    """A transport that keeps what goes through it.

    The run must have its time from `clock` and its random bytes from the seed `clock.start`, as the replay
    will, so that what it works out from them comes out the same; sleeps must move the clock too.
    """

    def __init__(self, inner: Transport, clock: ReplayClock, secrets: Mapping[str, str]) -> None:
        """`secrets` are values by the names of their parameters. Throws RecordError where one is too short."""
        for name, value in secrets.items():
            if 0 < len(value) < SHORTEST:
                raise RecordError(
                    f"the secret {name} is shorter than {SHORTEST} characters, so it cannot be "
                    f"distinguished from other text"
                )
        self._inner = inner
        self._clock = clock
        self._start = clock.now
        self._secrets = secrets
        self._runs: list[list[tuple[HttpRequest, HttpResponse | Fault]]] = [[]]
        self._notes: list[str] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and keep it with its answer."""
        self._clock.tick()
        try:
            response = self._inner.send(request)
        except CallFailed as failure:
            if failure.kind in _FAULTS:
                self._runs[-1].append((request, Fault(_FAULTS[failure.kind])))
            else:
                self._notes.append(f"a call that failed cannot be replayed: {failure.message}")
            raise
        self._runs[-1].append((request, response))
        return response

    def next_run(self) -> None:
        """What follows belongs to a further run of the workflow."""
        self._runs.append([])

    def case(self, workflow: str, parameters: Mapping[str, str], private: Collection[str] = ()) -> RecordedCase:
        """The case so far. `private` are further parameters that a credential is made of."""
        redaction = Redaction(self._secrets)
        cleaner = Cleaner(redaction, parameters, private)
        for run in self._runs:
            for request, answer in run:
                cleaner.learn(request, answer)
        runs = tuple(tuple(cleaner.exchange(*each) for each in run) for run in self._runs)
        notes = [redaction.text(each) for each in self._notes]
        if redaction.unplaced:
            names = ", ".join(list(redaction.unplaced)[:_MOST_NAMES])
            notes.append(f"{_SHORT}: {redaction.text(names)}")
        return RecordedCase(workflow, cleaner.parameters(), self._start, runs, tuple(notes))
