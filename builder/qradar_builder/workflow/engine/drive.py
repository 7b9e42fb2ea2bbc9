"""Runs a workflow against a world: the loop that answers the interpreter's effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.http.messages import CallFailed
from qradar_builder.http.redirects import send_following
from qradar_builder.workflow.engine.effects import Call, Sleep

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qradar_builder.http.messages import HttpResponse
    from qradar_builder.http.transport import Transport
    from qradar_builder.workflow.engine.effects import ChangeStatus, Effect, Outcome, Post, WriteLog

    Run: TypeAlias = Generator[Effect, HttpResponse | None, Outcome]
    """A running workflow."""
    Listener: TypeAlias = Callable[[Post | WriteLog | ChangeStatus], None]
    """Takes what a workflow says to QRadar, at once."""


def drive(run: Run, transport: Transport, *, sleep: Callable[[int], None], listen: Listener) -> Outcome:
    """Run a workflow to its end. `sleep` waits so many milliseconds.

    Whatever ends the loop from outside, as Ctrl-C does, ends the run too, so that it can tidy up, and goes on.
    """
    answer: HttpResponse | None = None
    failure: CallFailed | None = None
    try:
        while True:
            try:
                effect = run.send(answer) if failure is None else run.throw(failure)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            answer = failure = None
            if isinstance(effect, Call):
                try:
                    answer = send_following(transport, effect.request, effect.is_private)
                except CallFailed as error:
                    failure = error
            elif isinstance(effect, Sleep):
                sleep(effect.duration)
            else:
                listen(effect)
    finally:
        run.close()
