"""Runs a sample of an event case: its payloads become events, which are compared with what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.payloads.files import PayloadFileError
from qradar_builder.testing.events.differences import about, event_differences
from qradar_builder.testing.events.golden import golden_entry
from qradar_builder.testing.events.sample_payloads import payloads_of
from qradar_builder.testing.events.tested import Receipt
from qradar_builder.testing.expected.event import ExpectedEvent
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.testing.events.case import EventCase, Sample
    from qradar_builder.testing.events.differences import Difference
    from qradar_builder.testing.events.golden import Entry
    from qradar_builder.testing.events.tested import TestedType

    Describe = Callable[[Explanation, int], str]
    """Tells how an event was read, with its number."""

_MOST_TOLD = 3
"""How many payloads of a file are told of that are not as expected."""


@dataclass(frozen=True, slots=True)
class FailedPayload:
    """A payload that did not become what is expected. `number` is its place among those of the sample, from 1."""

    payload: str
    place: str
    number: int
    outcome: Outcome
    differences: list[Difference]


@dataclass(slots=True)
class SampleResult:
    """What came of a sample. `error` says why its file could not be read any further, empty where it could."""

    count: int = 0
    failures: int = 0
    told: list[FailedPayload] = field(default_factory=list)
    """The first failures."""
    entries: list[Entry] = field(default_factory=list)
    """The events as a golden file has them, where they are asked for."""
    error: str = ""


class SampleRun:
    """A sample, and what comes of it when it is run; that is done once."""

    def __init__(self, sample: Sample, case: EventCase, tested: TestedType, *, keeps_events: bool) -> None:
        self.sample = sample
        self._case = case
        self._tested = tested
        self._receipt = Receipt(case.zone, case.time_limits)
        self._keeps_events = keeps_events
        self._expected = sample.expect or ExpectedEvent()
        self._result: SampleResult | None = None

    def result(self) -> SampleResult:
        """Run the sample, unless that has been done."""
        if self._result is None:
            self._result = self._run()
        return self._result

    def _run(self) -> SampleResult:
        result = SampleResult()
        try:
            for place, payload in payloads_of(self.sample):
                result.count += 1
                event = self._tested.read(payload.text, self._case.clock, self._receipt, self.sample.built_in)
                payload.tell(event)
                differences = event_differences(self._expected, event)
                if differences:
                    result.failures += 1
                    if len(result.told) < _MOST_TOLD:
                        result.told.append(FailedPayload(payload.text, place, result.count, event.outcome, differences))
                if self._keeps_events:
                    result.entries.append(golden_entry(self.sample.name, payload.text, event))
        except PayloadFileError as error:
            result.error = str(error)
        except OSError as error:
            result.error = f"it cannot be read: {error.strerror or error}"
        if not result.count and not result.error:
            result.error = "there is no payload in it"
        return result

    def problems(self, describe: Describe) -> Iterator[str]:
        """What is not as expected, each as some lines without a last newline."""
        result = self.result()
        if result.failures and result.count > 1:
            yield f"{result.failures:,} of {counted(result.count, 'payload')} are not as expected. The first:"
        for each in result.told:
            lines = [f"  {one.text}" for one in each.differences]
            if each.outcome is not Outcome.PARSED and self._expected.outcome is Outcome.PARSED:
                lines.append(f"  {self._advice(each.outcome)}")
            title = f"{each.place}: the event is not as expected" if each.place else "the event is not as expected"
            yield "\n".join([f"{title}:", *lines])
            explanation = self._tested.explain(each.payload, self._case.clock, self._receipt, self.sample.built_in)
            yield describe(about(explanation, each.differences), each.number).rstrip()
        if result.error:
            assert not isinstance(self.sample.source, str), "the payload is in the case"
            yield f"{self.sample.source.name}: {result.error}"

    def _advice(self, outcome: Outcome) -> str:
        """What to do about an event that is not parsed."""
        if outcome is not Outcome.BUILT_IN:
            return f"if this is correct, add `expect: {{outcome: {outcome}}}`"
        if self.sample.built_in is not None:
            return "this tool does not know the mappings of QRadar: add a mapping, or expect the outcome `built-in`"
        return "add the result of the built-in DSM, as a console shows it: `built_in: {event_id: …, category: …}`"
