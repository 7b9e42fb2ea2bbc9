"""What happens between runs: which State is kept, what the log source shows, and whether there is a next run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.run_choices import STATE_AFTER_FAILURE

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.effects import Effect, Outcome
    from qradar_builder.workflow.engine.limits import Limits


class Recurrence:
    """The runs of one log source, one after the other.

    `state` is what the next run begins with. After a run that was aborted or failed it is as before that run, unless
    `keep_after_failure` is set; the status of the log source stays in either case. `terminated` is set by an Abort that
    says so, and then QRadar makes no further run until the log source is edited.
    """

    def __init__(
        self,
        compiled: CompiledWorkflow,
        parameters: Mapping[str, str],
        state: State | None = None,
        limits: Limits | None = None,
        *,
        keep_after_failure: bool = False,
    ) -> None:
        self.state = State() if state is None else state
        self.terminated = False
        self._working = self.state
        self._compiled = compiled
        self._parameters = parameters
        self._limits = limits
        self._keep_after_failure = keep_after_failure

    def run(self) -> Generator[Effect, Any, Outcome]:
        """Make the next run: yields effects, is sent their answers, and returns the outcome.

        Raises JPathError where the State is nested too deep to be worked on. A driver that gives up within leaves
        `state` as it was before.
        """
        working = self._working = self.state.copy()
        outcome = yield from run(self._compiled, working, self._parameters, self._limits)
        if outcome.status != "ok":
            self._compiled.environment.note(STATE_AFTER_FAILURE)
        if outcome.status == "ok" or self._keep_after_failure:
            self.state = working
        else:
            self.state.status = working.status
        self.terminated = outcome.terminate
        return outcome

    def keep_what_was_cut_off(self) -> None:
        """Go on from the State as it was when the last run was cut off, and not from that of the run before."""
        self.state = self._working
