"""Runs a workflow against a world: the loop that answers the interpreter's effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.http.messages import CallFailed
from qradar_builder.http.redirects import send_following
from qradar_builder.workflow.engine.effects import Call, Sleep

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qradar_builder.exchanges.exchange import Kill
    from qradar_builder.http.messages import HttpResponse
    from qradar_builder.http.transport import Transport
    from qradar_builder.workflow.engine.effects import ChangeStatus, Effect, Outcome, Post, WriteLog

    Run: TypeAlias = Generator[Effect, HttpResponse | None, Outcome]
    """A running workflow."""
    Listener: TypeAlias = Callable[[Post | WriteLog | ChangeStatus], None]
    """Takes what a workflow says to QRadar, at once."""


class Killed(Exception):  # noqa: N818 - what happens to the process, in the field's words
    """The process that runs a workflow has ended, and nothing of the run goes on."""


def drive(
    run: Run, transport: Transport, *, sleep: Callable[[int], None], listen: Listener, kill: Kill | None = None
) -> Outcome:
    """Run a workflow to its end. `sleep` waits so many milliseconds. Raises Killed where `kill` says so.

    Whatever ends the loop from outside, as Ctrl-C does, ends the run too, so that it can tidy up, and goes on.
    """
    answer: HttpResponse | None = None
    failure: CallFailed | None = None
    # How many effects there are until the one that the process ends at; never 0 without one.
    left = 0 if kill is None else kill.effect
    try:
        while True:
            try:
                effect = run.send(answer) if failure is None else run.throw(failure)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            answer = failure = None
            left -= 1
            if kill is not None and left == 0 and not kill.after:
                raise Killed
            if isinstance(effect, Call):
                try:
                    answer = send_following(transport, effect.request, effect.is_private)
                except CallFailed as error:
                    failure = error
            elif isinstance(effect, Sleep):
                sleep(effect.duration)
            else:
                listen(effect)
            if kill is not None and left == 0:
                raise Killed
    finally:
        run.close()
