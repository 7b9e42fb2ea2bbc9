"""Finds the poll and the action that lost an event: from which State on it no longer comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qradar_builder.jpath.json.values import deep_copy, render
from qradar_builder.simulation.history.history import Historian
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.paths.bookmarks import bookmarks
from qradar_builder.workflow.engine.reporter import Reporter
from qradar_builder.workflow.engine.state import State

if TYPE_CHECKING:
    from qradar_builder.findings import Origin
    from qradar_builder.jpath import JsonValue
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.history.history import Past, Poll
    from qradar_builder.workflow.engine.effects import Event

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Culprit:
    """What lost an event. `poll` is 0 where it never comes, from whichever State; `origin` is where to look."""

    poll: int
    why: str
    origin: Origin | None = None


class Detective:
    """Looks for what lost an event of a history."""

    def __init__(self, historian: Historian, past: Past) -> None:
        self._historian = historian
        self._past = past
        # Long enough for what comes late, however few polls the history has.
        self._plan = replace(past.plan, faults=())

    def of_lost(self, event: int) -> Culprit:
        """What lost an event."""
        polls = self._past.polls
        came = self._comes(event, polls[0].before, 1)
        for poll in polls:
            if self._past.terminated and poll is polls[-1]:
                outcome = poll.outcome
                assert outcome is not None, "it ended for good"
                why = "it ends with terminate, and QRadar does not run the workflow again until a person edits it"
                return Culprit(poll.number, why, outcome.origin)
            if self._comes(event, poll.after, poll.number + 1):
                came = True
                continue
            if self._comes(event, poll.before, poll.number + 1):
                return self._of_state(event, poll.number)
            if came:
                why = "it does not get the event, and the next poll asks for a later time, whatever the State is"
                return Culprit(poll.number, why, self._of_end(poll))
        return self._never(event)

    def _of_end(self, poll: Poll) -> Origin | None:
        """The action that ended a poll; that of its first call where it ended by itself."""
        if poll.outcome is not None and poll.outcome.origin is not None:
            return poll.outcome.origin
        call = next(iter(self._elements(poll.number).calls), None)
        return None if call is None else call.origin

    def of_post(self, poll: int, event: int) -> Culprit:
        """Which action posted an event in a poll."""
        watcher = self._elements(poll)
        pattern = self._past.events.numbers_in
        for element, payloads in watcher.posts:
            if any(event in pattern(payload) for payload in payloads):
                return Culprit(poll, f"{element.name} posts it again", element.origin)
        return Culprit(poll, "it is posted again")

    def of_setting(self, poll: int, path: str) -> Culprit:
        """Which action set a path of the State in a poll, as the last one."""
        key = path.strip("/").split("/")[0]
        element = next((each for each, where in reversed(self._elements(poll).sets) if _is_of(where, key)), None)
        if element is None:
            return Culprit(poll, f"a run sets {path}")
        return Culprit(poll, f"{element.name} sets {path}", element.origin)

    def _never(self, event: int) -> Culprit:
        """An event that no poll can be blamed for alone."""
        for poll in self._past.polls:
            if any(event in call.events for call in poll.calls):
                call = next(iter(self._elements(poll.number).calls), None)
                origin = None if call is None else call.origin
                return Culprit(poll.number, "an answer has it, and nothing posts it", origin)
        passed = self._passed(event)
        if passed is not None:
            return passed
        first = next((poll for poll in self._past.polls if poll.calls), None)
        origin = None if first is None else self._of_end(first)
        return Culprit(0, "no answer ever has it: the workflow does not ask for its time", origin)

    def _passed(self, event: int) -> Culprit | None:
        """The poll that moved a bookmark by later events, and did not get this one."""
        events = self._past.events.events
        mine = events[event]
        for poll in self._past.polls:
            moments = [events[number].time for posted in poll.posted for number in posted]
            if not poll.is_whole or not moments or not min(moments) <= mine.time <= max(moments):
                continue
            before, after = poll.before.root, poll.after.root
            paths = {path.strip("/").split("/")[0] for path in bookmarks(self._historian.checked.workflow)}
            keys = [key for key in after if key in paths and before.get(key) != after[key]]
            sets = self._elements(poll.number).sets
            found = next(((each, key) for each, path in reversed(sets) for key in keys if _is_of(path, key)), None)
            if found is not None:
                element, key = found
                moved = f"/{key} from {_shown(before.get(key))} to {_shown(after.get(key))}"
                return Culprit(poll.number, f"{element.name} moves {moved}, past the event", element.origin)
        return None

    def _of_state(self, event: int, number: int) -> Culprit:
        """Which value of the State a poll has left that leads past an event."""
        poll = self._past.polls[number - 1]
        before, after = poll.before.root, poll.after.root
        watcher = self._elements(number)
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        bookmark = self._historian.source.spec.proof.bookmark
        first = "" if bookmark is None else bookmark.path.strip("/").split("/")[0]
        changed.sort(key=lambda key: (key != first, key))
        for key in changed:
            root: dict[str, Any] = deep_copy(after)  # type: ignore[assignment]  # the copy of an object is one
            if key in before:
                root[key] = deep_copy(before[key])
            else:
                root.pop(key, None)
            if self._comes(event, State(root), number + 1):
                element = next((each for each, path in reversed(watcher.sets) if _is_of(path, key)), None)
                moved = f"/{key} from {_shown(before.get(key))} to {_shown(after.get(key))}"
                name = "a run" if element is None else element.name
                return Culprit(number, f"{name} moves {moved}", None if element is None else element.origin)
        element = next((each for each, _ in reversed(watcher.sets)), None)
        return Culprit(number, "the State that it leaves leads past it", None if element is None else element.origin)

    def _comes(self, event: int, state: State, first: int) -> bool:
        """Whether an event is posted from a State on, by polls without a fault."""
        settle = self._historian.source.spec.proof.settle
        plan = replace(self._plan, polls=max(self._plan.polls, first + settle))
        past = self._historian.run(plan, start=state, first=first)
        return past.posted[event] > 0 or any(
            event in numbers for poll in self._past.polls[: first - 1] for numbers in poll.posted
        )

    def _elements(self, number: int) -> _Watcher:
        """Which actions set, called and posted in a poll, which is run once more."""
        return watched(self._historian, self._past.plan, self._past.polls[number - 1].before, number)


class _Watcher(Reporter):
    def __init__(self) -> None:
        self.sets: list[tuple[Element, str]] = []
        self.calls: list[Element] = []
        self.posts: list[tuple[Element, tuple[str, ...]]] = []

    def on_action(self, element: Element) -> None:
        if element.name == "CallEndpoint":
            self.calls.append(element)

    def on_set(self, element: Element, path: str, value: JsonValue) -> None:  # noqa: ARG002 - as the hook has it
        self.sets.append((element, path))

    def on_post(self, element: Element, events: tuple[Event, ...]) -> None:
        self.posts.append((element, tuple(event.payload for event in events)))


def watched(historian: Historian, plan: Plan, state: State, number: int) -> _Watcher:
    """Run one poll of a history once more, and watch its actions."""
    watcher = _Watcher()
    checked = compile_workflow(historian.checked.workflow, reporter=watcher)
    own = Historian(checked, historian.source, keeps_state=historian.keeps_state)
    faults = tuple(fault for fault in plan.faults if fault.poll == number)
    own.run(replace(plan, polls=number, faults=faults), start=state, first=number)
    return watcher


def _is_of(path: str, key: str) -> bool:
    name = path.strip("/").split("/")[0].strip("'\"")
    return name == key or name.partition("[")[0] == key


def _shown(value: object) -> str:
    return "nothing" if value is None else cut(value if isinstance(value, str) else render(value), _SHOWN)  # type: ignore[arg-type]  # a value of the State
