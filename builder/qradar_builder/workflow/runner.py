"""Makes the runs of a workflow in a world of recorded exchanges or in the network, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.jpath import JPathError
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.credentials import sign_in_of
from qradar_builder.workflow.engine.drive import Killed, drive
from qradar_builder.workflow.engine.effects import ChangeStatus, Outcome, Post, WriteLog
from qradar_builder.workflow.engine.paths.bookmarks import emptied
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.why.rerun import RunMemory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.exchanges.worlds import World
    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.limits import Limits
    from qradar_builder.workflow.engine.reporter import Reporter
    from qradar_builder.workflow.engine.state import State

Said: TypeAlias = Post | WriteLog | ChangeStatus
"""What a workflow says to QRadar."""


@dataclass(frozen=True, slots=True)
class MadeRun:
    """A run that has ended. `before` is the State that it began with."""

    outcome: Outcome
    before: State
    events: int
    mismatch: str
    """What is wrong with the requests; empty where nothing is."""

    @property
    def is_good(self) -> bool:
        """Whether it ended well, with the requests that were expected."""
        return self.outcome.status == "ok" and not self.mismatch

    @property
    def failure(self) -> tuple[str, Outcome] | None:
        """The rule that the end of the run breaks, and what to say of it. None where the run is good."""
        outcome = self.outcome
        if self.mismatch:
            return "run/requests", Outcome("error", self.mismatch, origin=outcome.origin, action=outcome.action)
        if outcome.status == "ok":
            return None
        return "run/aborted" if outcome.status == "aborted" else "run/failed", outcome


class Runner:
    """The runs of one log source: the one loop of all that run workflows.

    `checked` is the workflow as `check_workflow` has compiled it; it serves one runner at a time. The values of
    parameters that are secret are learned by the State's secrets.
    """

    def __init__(
        self,
        checked: CompiledWorkflow,
        world: World,
        parameters: Mapping[str, str],
        state: State,
        *,
        limits: Limits | None = None,
        reporter: Reporter | None = None,
    ) -> None:
        workflow = checked.workflow
        self._workflow = workflow
        self._world = world
        self._parameters = parameters
        learn_parameters(workflow, parameters, state.secrets)
        self._memory = RunMemory(world.now, world.random)
        is_watched = reporter is None or reporter is checked.reporter
        compiled = checked if is_watched else compile_workflow(workflow, reporter=reporter)
        compiled.take_place_in(self._memory.now, self._memory.random)
        self._recurrence = Recurrence(compiled, parameters, state, limits)

    @property
    def state(self) -> State:
        """What the next run begins with."""
        return self._recurrence.state

    @property
    def terminated(self) -> bool:
        """Whether QRadar makes no further run until the log source is edited."""
        return self._recurrence.terminated

    def make(self, number: int, listen: Callable[[Said], None]) -> MadeRun:
        """Make the next run; runs are counted from 0. `listen` hears what the workflow says when it says it.

        Where the world says that QRadar is killed, the run is cut off, and nothing of its State is kept.
        """
        events = 0

        def hear(said: Said) -> None:
            nonlocal events
            listen(said)
            events += len(said.events) if isinstance(said, Post) else 0
            if events:
                self._memory.forget()

        before, kill = self.state, self._world.kill(number)
        transport = self._memory.begin(self._world.begin(number))
        try:
            outcome = drive(self._recurrence.run(), transport, sleep=self._world.sleep, listen=hear, kill=kill)
        except Killed:
            outcome = Outcome("killed", "QRadar was killed")
        except JPathError as error:
            outcome = Outcome("error", error.message, detail=error.picture() if error.text else "")
        return MadeRun(outcome, before, events, self._world.end(ended_well=outcome.status == "ok"))

    def reasons(self, run: MadeRun) -> list[str]:
        """Why the last run posted nothing, a line each, beside what its outcome says already."""
        if run.events or run.mismatch:
            return []
        said = [*run.outcome.hints, run.outcome.help.partition("; QRadar")[0]]
        return [each for each in self.all_reasons(run) if not any(text and text in each for text in said)]

    def all_reasons(self, run: MadeRun) -> list[str]:
        """Why the last run posted nothing, a line each."""
        return self._memory.reasons(self._workflow, run.before, self._parameters)

    def check_bookmarks(self, run: MadeRun, findings: Findings) -> None:
        """Report the bookmarks that the last run has emptied."""
        for element, message, advice in emptied(self._workflow, run.before.root, self.state.root):
            findings.add("run/bookmark", element.origin, message, help=advice)


def private_parameters(workflow: Workflow) -> tuple[str, ...]:
    """The names of the parameters that are secret: marked so, or used to sign in."""
    return sign_in_of(workflow).parameters(workflow)


def learn_parameters(workflow: Workflow, values: Mapping[str, str], secrets: Secrets) -> None:
    """Learn the values that may be secret: all but those of parameters that are declared and public."""
    private = private_parameters(workflow)
    public = {parameter.name for parameter in workflow.parameters if parameter.name not in private}
    for name, value in values.items():
        if name not in public:
            secrets.add_made(value)


def add_failure(rule: str, outcome: Outcome, workflow: Workflow, findings: Findings) -> None:
    """Report why a run did not end well, by the first line of its message."""
    message = outcome.message.partition("\n")[0]
    if outcome.action and not message.startswith(outcome.action):
        message = f"{outcome.action}: {message}"
    findings.add(rule, outcome.origin or workflow.origin, message, help=outcome.help or None)
