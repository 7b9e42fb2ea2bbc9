"""Runs a history: poll after poll of a workflow against a simulated source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qradar_builder.exchanges.exchange import Kill
from qradar_builder.jpath import JPathError
from qradar_builder.simulation.history.world import World
from qradar_builder.simulation.service.service import Service
from qradar_builder.workflow.engine.drive import Killed, drive
from qradar_builder.workflow.engine.effects import ChangeStatus, Outcome, Post
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.engine.state import State

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.history.world import CallRecord
    from qradar_builder.simulation.service.events import Events
    from qradar_builder.simulation.service.reading import Source
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.runner import Said

LIMITS: Final = Limits(calls=500, turns=100_000, actions=5_000_000, sleep=3_600)
"""What a poll may do: a source has few events, so one that needs more does not end."""

_SHORTEST_SECRET: Final = 6


@dataclass(slots=True)
class Poll:
    """A poll that was made. The States are those that it began with and that the next one begins with."""

    number: int
    began: int
    """Epoch milliseconds."""
    before: State
    calls: list[CallRecord] = field(default_factory=list)
    posted: list[tuple[int, ...]] = field(default_factory=list)
    """The numbers of the events of each post."""
    payloads: int = 0
    """How many payloads it posted."""
    effects: int = 0
    outcome: Outcome | None = None
    """How it ended; None where QRadar was killed."""
    kill: Kill | None = None
    after: State = field(default_factory=State)
    log: list[str] = field(default_factory=list)
    leaks: list[Element] = field(default_factory=list)
    """The actions that said a secret."""

    @property
    def is_whole(self) -> bool:
        """Whether the State of this poll is kept."""
        return self.outcome is not None and self.outcome.status == "ok"


@dataclass(slots=True)
class Past:
    """A history that was run."""

    plan: Plan
    events: Events
    service: Service
    polls: list[Poll]
    posted: Counter[int]
    """How often each event was posted."""
    terminated: bool


class Historian:
    """Runs the histories of one workflow against one source. One history at a time."""

    def __init__(self, checked: CompiledWorkflow, source: Source, *, keeps_state: bool = False) -> None:
        """With `keeps_state`, QRadar keeps the State of a run that fails or is cut off; else that of the run before."""
        self.source = source
        self.checked = checked
        self.keeps_state = keeps_state
        self.parameters = source.parameters(checked.workflow)
        self._events: dict[tuple[int, int], Events] = {}

    def events(self, seed: int, stretch: int) -> Events:
        """The events of the source for a seed."""
        key = (seed, stretch)
        found = self._events.get(key)
        if found is None:
            # Those of long histories are many, and each history has its own.
            self._events = {each: there for each, there in self._events.items() if each[1] == 1}
            found = self._events[key] = self.source.events(seed, stretch=stretch)
        return found

    def run(self, plan: Plan, *, start: State | None = None, first: int = 1) -> Past:
        """Run a history. With `start` it begins from that State with the poll of the number `first`."""
        source = self.source
        events = self.events(plan.seed, plan.stretch)
        service = Service(source.spec, events, self.parameters)
        world = World(service, source.clock)
        self.checked.take_place_in(world.now, world.random)
        state = State() if start is None else start.copy()
        recurrence = Recurrence(
            self.checked, source.spec.parameters, state, LIMITS, keep_after_failure=self.keeps_state
        )
        faults: dict[int, dict[int, str]] = {}
        kills: dict[int, Kill] = {}
        for fault in plan.faults:
            if fault.is_crash:
                kills[fault.poll] = Kill(fault.place, after=fault.kind == "crash-after")
            else:
                faults.setdefault(fault.poll, {})[fault.place] = fault.kind
        past = Past(plan, events, service, [], Counter(), terminated=False)
        for number in range(first, plan.polls + 1):
            world.clock = max(world.clock, source.clock + (number - 1) * source.spec.proof.every * 1000)
            world.begin(faults.get(number, {}))
            self._poll(number, recurrence, world, kills.get(number), past)
            if recurrence.terminated:
                past.terminated = True
                break
        return past

    def _poll(
        self,
        number: int,
        recurrence: Recurrence,
        world: World,
        kill: Kill | None,
        past: Past,
    ) -> None:
        poll = Poll(number, world.clock, recurrence.state, kill=kill)
        listener = _Listener(poll, past, world)
        try:
            poll.outcome = drive(recurrence.run(), world, sleep=listener.sleep, listen=listener, kill=kill)
        except Killed:
            if self.keeps_state:
                recurrence.keep_what_was_cut_off()
        except JPathError as error:
            poll.outcome = Outcome("error", error.message)
        poll.calls = world.calls
        poll.effects = listener.effects + len(world.calls)
        poll.after = recurrence.state
        past.polls.append(poll)


class _Listener:
    """Takes what a workflow says to QRadar, and looks for events and secrets in it."""

    def __init__(self, poll: Poll, past: Past, world: World) -> None:
        self._poll = poll
        self._past = past
        self._world = world
        self.effects = 0

    def __call__(self, said: Said) -> None:
        self.effects += 1
        poll, past = self._poll, self._past
        if isinstance(said, Post):
            payloads = [event.payload for event in said.events]
            numbers = [number for payload in payloads for number in past.events.numbers_in(payload)]
            poll.posted.append(tuple(numbers))
            poll.payloads += len(payloads)
            past.posted.update(numbers)
            self._look(payloads, said.action)
            return
        if isinstance(said, ChangeStatus) and said.level is None:
            return
        poll.log.append(f"{said.level}: {said.message}")
        self._look([said.message], said.action)

    def sleep(self, milliseconds: int) -> None:
        self.effects += 1
        self._world.sleep(milliseconds)

    def _look(self, texts: list[str], action: Element) -> None:
        for secret in self._past.service.sign_in.secrets():
            if len(secret) >= _SHORTEST_SECRET and any(secret in text for text in texts):
                self._poll.leaks.append(action)
                return
