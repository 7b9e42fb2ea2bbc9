"""What a history must keep to: no event lost, none doubled beyond the bound, and the rest of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Environment, JPathError, Missing, compile_path
from qradar_builder.jpath.json.values import render
from qradar_builder.simulation.service import times
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath import StatePath
    from qradar_builder.model.simulation.document import BookmarkSpec
    from qradar_builder.simulation.history.history import Past, Poll
    from qradar_builder.simulation.service.events import Event
    from qradar_builder.simulation.service.reading import Source

RULES: Final = {
    "proof/unknown-endpoint": "the source lacks an endpoint",
    "proof/unasked": "no event is requested from the source",
    "proof/endless": "a poll does not end",
    "proof/lost": "an event is lost",
    "proof/doubled": "too many events are posted twice",
    "proof/bookmark": "the bookmark goes back or runs ahead",
    "proof/rate": "there are more calls than the rate limit allows",
    "proof/secret": "a secret is said",
}
"""The rules that a history can break; those first that others follow from."""

OF_THEIR_OWN: Final = frozenset({"proof/secret", "proof/rate"})
"""The rules that follow from no other one."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a history has broken. `events` are the numbers of the events that it is about."""

    rule: str
    message: str
    poll: int = 0
    """The poll that it is seen in; 0 for the history as a whole."""
    events: tuple[int, ...] = ()


def expected(past: Past, source: Source) -> list[Event]:
    """The events that must have come by the end of a history."""
    proof, plan = source.spec.proof, past.plan
    start, every = source.clock, proof.every * 1000
    skew = source.spec.skew * 1000
    first = None if proof.read_from is None else (start + skew + proof.read_from * 1000) * times.MILLISECOND
    found = []
    for event in past.events.events:
        if event.gone is not None or (first is not None and event.time < first):
            continue
        # The number of the first poll that begins once it is shown.
        shown = -(-event.seen // times.MILLISECOND) - skew
        poll = max(1, -(-(shown - start) // every) + 1)
        if plan.polls - max(plan.last_fault, poll - 1) >= proof.settle:
            found.append(event)
    return found


def breaches(past: Past, source: Source) -> list[Breach]:
    """What a history has broken; that first which the rest may follow from."""
    found = [*_lost(past, source), *_doubled(past, source), *_of_polls(past, source), *_of_service(past)]
    order = list(RULES)
    return sorted(found, key=lambda breach: (order.index(breach.rule), breach.poll))


def _lost(past: Past, source: Source) -> Iterator[Breach]:
    there = expected(past, source)
    lost = [event.number for event in there if not past.posted[event.number]]
    if lost:
        message = f"{len(lost)} of {counted(len(there), 'event')} {'is' if len(lost) == 1 else 'are'} lost"
        yield Breach("proof/lost", message, events=tuple(lost))


def _doubled(past: Past, source: Source) -> Iterator[Breach]:
    bounds = source.spec.proof.doubles
    most = bounds.with_fault if past.plan.faults else bounds.without_fault
    twice = [number for number, count in past.posted.items() if count > 1]
    count = sum(past.posted[number] - 1 for number in twice)
    if most is not None and count > most:
        message = f"{counted(count, 'event')} {'is' if count == 1 else 'are'} posted again; the bound is {most}"
        yield Breach("proof/doubled", message, events=tuple(sorted(twice)))


def _of_polls(past: Past, source: Source) -> Iterator[Breach]:
    bookmark = source.spec.proof.bookmark
    reader = None if bookmark is None else _Bookmark(bookmark, past, source)
    for poll in past.polls:
        if poll.outcome is not None and poll.outcome.limit:
            message = poll.outcome.message.partition("\n")[0]
            yield Breach("proof/endless", message, poll.number)
        if reader is not None:
            reader.saw(poll)
        if poll.leaks:
            action = poll.leaks[0]
            what = f"a secret is in what {action.name} says, in line {action.origin.locate().line}"
            yield Breach("proof/secret", what, poll.number)
        if reader is not None and poll.is_whole:
            yield from reader.problems(poll)


def _of_service(past: Past) -> Iterator[Breach]:
    if past.service.unknown:
        first = past.service.unknown[0]
        yield Breach("proof/unknown-endpoint", f"the workflow asks for {first}, which the source does not have")
    if past.plan.faults:
        return
    if past.service.over_the_rate:
        over = counted(past.service.over_the_rate, "call")
        rate = past.service.spec.rate
        assert rate is not None, "it was reached"
        message = f"{over} came while the source took no more: {rate.calls} in {rate.seconds} seconds"
        yield Breach("proof/rate", message)
    if not any(call.kind in {"list", "detail", "export"} for poll in past.polls for call in poll.calls):
        yield Breach("proof/unasked", "no call of the workflow gets an answer with events from the source")


class _Bookmark:
    """Looks at the bookmark after each whole run."""

    def __init__(self, spec: BookmarkSpec, past: Past, source: Source) -> None:
        self._spec = spec
        self._past = past
        self._skew = source.spec.skew * 1000
        self._path = compile_path(spec.path, Environment())
        self._last: int | None = None
        self._is_ahead = False
        self._posted: set[int] = set()
        self._behind: list[Event] = []
        """The events before the bookmark that are not posted."""
        self._next = 0
        proof = source.spec.proof
        start = source.clock + self._skew + (proof.read_from or 0) * 1000
        self._first = None if proof.read_from is None else start * times.MILLISECOND

    def saw(self, poll: Poll) -> None:
        """Take in what a poll has posted."""
        for numbers in poll.posted:
            self._posted.update(numbers)

    def problems(self, poll: Poll) -> Iterator[Breach]:
        """What is wrong with it after a poll."""
        value = bookmark_value(self._path, self._spec.format, poll.after.root)
        if value is None:
            return
        if self._last is not None and value < self._last and not self._spec.may_go_back:
            back = f"from {times.written(self._last, 'iso')} to {times.written(value, 'iso')}"
            yield Breach("proof/bookmark", f"`{self._spec.path}` goes back {back}", poll.number)
        self._last = value
        if self._is_ahead:
            return
        now = (poll.began + self._skew) * times.MILLISECOND
        items = self._past.events.items
        while self._next < len(items) and items[self._next].time < value:
            self._behind.append(items[self._next].events[0])
            self._next += 1
        self._behind = [event for event in self._behind if event.number not in self._posted]
        for event in self._behind:
            if self._first is not None and event.time < self._first:
                continue
            shown = event.seen <= now and event.gone is None
            if shown:
                message = f"`{self._spec.path}` is at {times.written(value, 'iso')}, ahead of {event.id}"
                self._is_ahead = True
                yield Breach("proof/bookmark", f"{message}, which is not posted", poll.number, (event.number,))
                return


def bookmark_value(path: StatePath, form: str, root: dict[str, Any]) -> int | None:
    """The time of a bookmark in ticks. None where there is none, or another text."""
    try:
        found = path.get(root)
        if found is Missing or found is None:
            return None
        return times.read(found if isinstance(found, str) else render(found), form)
    except (JPathError, times.NotReadableError):
        return None
