"""Makes a run again from what it was answered, to find out why it posted nothing. Nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.http.messages import CallFailed
from qradar_builder.jpath import JPathError
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.drive import drive
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.why.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.http.transport import Transport
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.workflow.engine.state import State

_MOST_BYTES: Final = 32 * 1024 * 1024
_MOST_NUMBERS: Final = 100_000
_LIMITS: Final = Limits(actions=200_000)
"""A run of more actions is followed only so far."""


class RunMemory:
    """What a run was given by the network, the clock and the chance, for as long as it has posted nothing.

    `now` and `random` are those that the run is to use. What it keeps is bounded; beyond that it forgets all.
    """

    def __init__(self, now: Callable[[], int], random: Callable[[], float]) -> None:
        self._now = now
        self._random = random
        self._transport: Transport | None = None
        self._answers: list[HttpResponse | CallFailed] = []
        self._times: list[int] = []
        self._chances: list[float] = []
        self._bytes = 0
        self._keeps = True

    def begin(self, transport: Transport) -> Transport:
        """A transport for a run that begins."""
        self.forget()
        self._transport, self._bytes, self._keeps = transport, 0, True
        return self

    def forget(self) -> None:
        """Keep nothing more of this run."""
        self._keeps = False
        self._answers, self._times, self._chances = [], [], []

    def now(self) -> int:
        """Epoch milliseconds."""
        found = self._now()
        if self._has_room(self._times):
            self._times.append(found)
        return found

    def random(self) -> float:
        """A number from 0 up to but not including 1."""
        found = self._random()
        if self._has_room(self._chances):
            self._chances.append(found)
        return found

    def send(self, request: HttpRequest) -> HttpResponse:
        """As the transport does. Raises CallFailed."""
        assert self._transport is not None, "a run has started"
        try:
            response = self._transport.send(request)
        except CallFailed as failure:
            if self._has_room(self._answers):
                self._answers.append(failure)
            raise
        self._bytes += len(response.body)
        if self._has_room(self._answers):
            self._answers.append(response)
        return response

    def reasons(self, workflow: Workflow, before: State, parameters: Mapping[str, str]) -> list[str]:
        """Why the run posted nothing, a line each; empty where that was not kept. `before` is the State it began with.

        What `before` knows to be secret is not in the lines.
        """
        if not self._keeps:
            return []
        times, chances = iter(self._times), iter(self._chances)
        last = self._times[-1] if self._times else 0
        facts = Facts(workflow, lambda: last, before.secrets.redact)
        compiled = compile_workflow(
            workflow, now=lambda: next(times, last), random=lambda: next(chances, 0.0), reporter=facts
        )
        again = _Again(iter(self._answers))
        try:
            drive(run(compiled, before.copy(), parameters, _LIMITS), again, sleep=_nothing, listen=_nothing)
        except JPathError:
            return []
        return [] if facts.events else facts.reasons()

    def _has_room(self, kept: list[int] | list[float] | list[HttpResponse | CallFailed]) -> bool:
        if self._keeps and (len(kept) >= _MOST_NUMBERS or self._bytes > _MOST_BYTES):
            self.forget()
        return self._keeps


class _Again:
    """Gives the answers that there were, in their order."""

    def __init__(self, answers: Iterator[HttpResponse | CallFailed]) -> None:
        self._answers = answers

    def send(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - the run asks what it asked before
        """The next answer. Raises CallFailed where the call failed, and where there is none."""
        answer = next(self._answers, None)
        if answer is None:
            raise CallFailed("replay", "there are no more responses")
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def _nothing(_: object) -> None:
    """What waits and listens."""
