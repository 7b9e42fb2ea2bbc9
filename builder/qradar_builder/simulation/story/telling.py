"""Tells a history that breaks a rule: numbered polls, calls, faults and States, and what is to blame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.http.messages import HttpResponse
from qradar_builder.jpath.json.values import render
from qradar_builder.secrets.shown import MARK
from qradar_builder.simulation.history.faults import CALL_FAULTS
from qradar_builder.simulation.service import times
from qradar_builder.simulation.story.culprit import Culprit, Detective
from qradar_builder.text.shown import counted, cut, escaped
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.simulation.history.history import Historian, Past, Poll
    from qradar_builder.simulation.history.world import CallRecord
    from qradar_builder.simulation.search.proof import Broken

_MOST_EVENTS: Final = 5
_MOST_URL: Final = 160
_MOST_STATE: Final = 100


@dataclass(frozen=True, slots=True)
class Story:
    """What is told of a broken rule. `past` is its history, `polls` how many polls of it lead there."""

    broken: Broken
    culprit: Culprit
    lines: tuple[str, ...]
    past: Past
    polls: int


def told(historian: Historian, broken: Broken) -> Story:
    """Run a history once more and tell it."""
    past = historian.run(broken.plan)
    return _Teller(historian, broken, past).story()


class _Teller:
    def __init__(self, historian: Historian, broken: Broken, past: Past) -> None:
        self._historian = historian
        self._broken = broken
        self._past = past
        self._secrets = [each for each in past.service.sign_in.secrets() if each]

    def story(self) -> Story:
        breach = self._broken.breach
        culprit = self._culprit()
        last = culprit.poll or breach.poll or min(max(self._broken.plan.last_fault, 1) + 1, len(self._past.polls))
        lines = [*self._head(), *self._polls(last), *self._end(culprit, last)]
        return Story(self._broken, culprit, tuple(self._clean(line) for line in lines), self._past, last)

    def _culprit(self) -> Culprit:
        breach = self._broken.breach
        detective = Detective(self._historian, self._past)
        if breach.rule == "proof/lost":
            return detective.of_lost(breach.events[0])
        if breach.rule == "proof/doubled":
            return detective.of_post(*self._second_post())
        poll = breach.poll
        if breach.rule == "proof/bookmark" and poll:
            bookmark = self._historian.source.spec.proof.bookmark
            assert bookmark is not None, "it is declared"
            return detective.of_setting(poll, bookmark.path)
        seen = self._past.polls[poll - 1] if poll else None
        if seen is not None and breach.rule == "proof/secret":
            return Culprit(poll, f"{seen.leaks[0].name} says it", seen.leaks[0].origin)
        outcome = None if seen is None else seen.outcome
        return Culprit(poll, breach.message, None if outcome is None else outcome.origin)

    def _second_post(self) -> tuple[int, int]:
        """The first poll in which an event is posted again, and the event."""
        seen: set[int] = set()
        for poll in self._past.polls:
            for number in (number for posted in poll.posted for number in posted):
                if number in seen:
                    return poll.number, number
                seen.add(number)
        raise AssertionError("an event was posted again")

    def _head(self) -> Iterator[str]:
        events = {event.number: event for event in self._past.events.events}
        for number in self._broken.breach.events[:_MOST_EVENTS]:
            event = events[number]
            late = "" if event.seen == event.time else f", shown from {times.written(event.seen, 'iso')} on"
            yield f"  {event.id}, of {times.written(event.time, 'iso')}{late}"
        if len(self._broken.breach.events) > _MOST_EVENTS:
            yield f"  … and {len(self._broken.breach.events) - _MOST_EVENTS} more"

    def _polls(self, last: int) -> Iterator[str]:
        for poll in self._past.polls[:last]:
            yield f"  poll {poll.number}, {iso_utc(poll.began)}"
            for number, call in enumerate(poll.calls, 1):
                yield f"    {number}. {self._call(call)}"
            yield from self._outcome(poll)

    def _call(self, call: CallRecord) -> str:
        request = cut(escaped(f"{call.request.method} {call.request.url}"), _MOST_URL)
        if isinstance(call.result, HttpResponse):
            came = f"{call.result.status} {call.result.reason}".rstrip()
            came += f", {self._named(call.events)}" if call.kind in {"list", "detail", "export"} else ""
        else:
            came = "no response"
        fault = f"   <-- fault: {CALL_FAULTS[call.fault]}" if call.fault else ""
        return f"{request} -> {came}{fault}"

    def _named(self, numbers: tuple[int, ...]) -> str:
        lost = set(self._broken.breach.events)
        among = [self._past.events.events[number].id for number in numbers if number in lost]
        which = f" with {', '.join(among[:_MOST_EVENTS])}" if among else ""
        return f"{counted(len(numbers), 'event')}{which}"

    def _outcome(self, poll: Poll) -> Iterator[str]:
        if poll.payloads:
            numbers = tuple(number for posted in poll.posted for number in posted)
            yield f"    posted {self._named(numbers)}"
        if poll.outcome is None:
            kill = poll.kill
            assert kill is not None, "it was killed"
            where = "after" if kill.after else "before"
            yield f"    <-- crash: QRadar is killed {where} effect {kill.effect} of the run"
        elif poll.outcome.status != "ok":
            yield f"    ended: {cut(escaped(poll.outcome.message.partition(chr(10))[0]), _MOST_URL)}"
        before, after = poll.before.root, poll.after.root
        own = self._historian.parameters
        changed = [key for key in after if key not in own and before.get(key) != after.get(key)]
        if not changed:
            yield "    State: unchanged"
        for key in changed:
            yield f"    State: /{key} = {cut(_text(after[key]), _MOST_STATE)}"

    def _end(self, culprit: Culprit, last: int) -> Iterator[str]:
        rest = len(self._past.polls) - last
        if self._broken.breach.rule == "proof/lost" and rest > 0:
            what = "poll after it does" if rest == 1 else f"{rest} polls after it do"
            yield f"  The {what} not bring it."
        place = "" if culprit.origin is None else f"{culprit.origin.locate()}: "
        when = f"in poll {culprit.poll}, " if culprit.poll else ""
        yield f"  {place}{when}{culprit.why}"

    def _clean(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, MARK)
        return line


def _text(value: object) -> str:
    return escaped(value if isinstance(value, str) else render(value))  # type: ignore[arg-type]  # a value of the State
