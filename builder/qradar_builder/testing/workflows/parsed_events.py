"""What a log source type makes of the events that a run of a workflow has posted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.dsm.event import Outcome
from qradar_builder.testing.events.differences import about, empty_captures, event_differences
from qradar_builder.testing.events.tested import Receipt
from qradar_builder.testing.expected.event import ExpectedEvent
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.event import Event
    from qradar_builder.testing.events.differences import Difference
    from qradar_builder.testing.events.sample_run import Describe
    from qradar_builder.testing.events.tested import TestedType
    from qradar_builder.testing.workflows.replay import RunRecord
    from qradar_builder.testing.workflows.run_reader import Expectation

_RECEIPT = Receipt()
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class PostedEvent:
    """An event that is told of. `number` is its place among those of the run, from 1."""

    number: int
    payload: str
    event: Event
    differences: list[Difference]


class ParsedRun:
    """The events of a run, read as they arrive when it begins. The source of an event is no part of it."""

    def __init__(self, record: RunRecord, expect: Expectation, tested: TestedType) -> None:
        self._clock = record.clock
        self._expect = expect
        self._tested = tested
        self._counts: Counter[Outcome] = Counter()
        self._failures = 0
        self._failed: list[PostedEvent] = []
        self._of_outcome: dict[Outcome, list[PostedEvent]] = {}
        for number, posted in enumerate(record.events, 1):
            event = tested.read(posted.payload, record.clock, _RECEIPT)
            self._count(PostedEvent(number, posted.payload, event, self._differences(number, event)))

    def _differences(self, number: int, event: Event) -> list[Difference]:
        each = self._expect.parsed_events or ()
        if number <= len(each):
            return event_differences(each[number - 1], event)
        if self._expect.parsed is not None:
            # How many may be unknown is told of all together.
            return list(empty_captures(event))
        return event_differences(ExpectedEvent(), event)

    def _count(self, posted: PostedEvent) -> None:
        self._counts[posted.event.outcome] += 1
        _keep(posted, self._of_outcome.setdefault(posted.event.outcome, []))
        if posted.differences:
            self._failures += 1
            _keep(posted, self._failed)

    def problems(self, number: int, describe: Describe) -> Iterator[str]:
        """What is not as expected of the run of that number, each as some lines without a last newline."""
        count = sum(self._counts.values())
        each = self._expect.parsed_events
        if each is not None and len(each) != count:
            yield f"run {number}: `parsed_events` has {counted(len(each), 'event')}, and {count} were posted"
        told = {posted.number: posted for posted in self._failed}
        for outcome, expected in self._expected_counts():
            found = self._counts[outcome]
            if found == expected:
                continue
            are = "is" if 1 in (found, count) else "are"
            yield f"run {number}: {found} of {counted(count, 'event')} {are} {outcome}, expected: {expected}"
            if outcome is not Outcome.PARSED and found > expected:
                told |= {posted.number: posted for posted in self._of_outcome[outcome]}
        if self._failures > len(self._failed):
            events = counted(count, "event")
            yield f"run {number}: {self._failures} of {events} are not parsed as expected. The first:"
        for _, posted in sorted(told.items()):
            yield from self._tell(number, posted, describe)

    def _expected_counts(self) -> Iterator[tuple[Outcome, int]]:
        counts = self._expect.parsed
        if counts is None:
            return
        if counts.parsed is not None:
            yield Outcome.PARSED, counts.parsed
        yield Outcome.UNKNOWN, counts.unknown
        yield Outcome.STORED, counts.stored
        yield Outcome.BUILT_IN, counts.built_in

    def _tell(self, number: int, posted: PostedEvent, describe: Describe) -> Iterator[str]:
        event = posted.event
        what = f"event id `{event.event_id or ''}`, event category `{event.event_category or ''}`"
        lines = [f"  {one.text}" for one in posted.differences]
        yield "\n".join([f"run {number}: event {posted.number} is {event.outcome}: {what}", *lines])
        explanation = self._tested.explain(posted.payload, self._clock, _RECEIPT)
        differences = [*posted.differences, *event_differences(ExpectedEvent(), event)]
        yield describe(about(explanation, differences), posted.number).rstrip()


def _keep(posted: PostedEvent, among: list[PostedEvent]) -> None:
    if len(among) < _MOST_TOLD:
        among.append(posted)
