"""Parses all samples of a log source type, bounded in time, and stops where nobody waits for the result any more."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from qradar_builder.preview.events.proofs import Read
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.findings import Finding
    from qradar_builder.preview.events.proofs import Proofs
    from qradar_builder.preview.events.samples import Sample
    from qradar_builder.testing.events.coverage import EventCoverage
    from qradar_builder.testing.events.tested import Receipt

MOST_SECONDS: Final = 5.0
"""How long all samples may take together, besides what each may take. One sample takes at most two seconds more."""
_SECONDS_EACH: Final = 0.002
"""How long each sample may take in the mean, beside that; common ones take a tenth of it."""


class Abandoned(Exception):  # noqa: N818 - nothing is wrong
    """A newer request has arrived, so that nobody waits for this one."""


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """The samples as events, in their order; fewer where the time was not enough, which is among the findings."""

    reader: Reader
    events: tuple[Event, ...]
    coverage: EventCoverage
    findings: tuple[Finding, ...]


class Reader:
    """Parsers of a log source type, one for each way in which samples are received. Any thread may use them."""

    def __init__(self, definition: TypeDefinition) -> None:
        self.definition = definition
        self._lock = threading.Lock()
        self._clock = 0
        self._parsers: dict[Receipt, Parser] = {}

    def explain(self, sample: Sample) -> Explanation:
        """A sample as an event, and the way to it."""
        with self._lock:
            return self._for(sample).explain(sample.payload.text, sample.built_in)

    def parse_all(self, proofs: Proofs, is_wanted: Callable[[], bool]) -> Parsed:
        """Parse all samples, and count what they prove. Raises Abandoned where `is_wanted` no longer holds."""
        events: list[Event] = []
        most = MOST_SECONDS + len(proofs.samples) * _SECONDS_EACH
        end = monotonic() + most
        for sample in proofs.samples:
            if not is_wanted():
                raise Abandoned
            if monotonic() > end:
                break
            # One sample at a time, so that nobody waits for all of them.
            with self._lock:
                event = self._for(sample).parse(sample.payload.text, sample.built_in)
            sample.payload.tell(event)
            events.append(event)
        with self._lock:
            read = Read(self.definition, self._parsers, events, self._receive, end)
            coverage = proofs.coverage(read)
            # Others may add parsers meanwhile.
            parsers = list(self._parsers.values())
        left = len(proofs.samples) - len(events)
        return Parsed(self, tuple(events), coverage, tuple(self._slow(parsers, left, most)))

    def _slow(self, parsers: Sequence[Parser], left: int, most: float) -> Findings:
        """What took too long."""
        findings = Findings()
        told: set[int] = set()
        for parser in parsers:
            for name, trials in (*parser.field_trials(), *parser.properties.trials()):
                for trial in trials:
                    monitor = trial.extractor.monitor
                    slow = 0 if monitor is None else max(monitor.slow, monitor.stopped)
                    if slow and id(trial.subject) not in told:
                        told.add(id(trial.subject))
                        times = counted(slow, "search", "searches")
                        message = f"{name}: the regular expression takes too long on {times}"
                        findings.add("preview/slow", trial.origin, message)
        if left:
            message = f"{counted(left, 'sample')} could not be parsed within {most:.0f} seconds"
            findings.add("preview/slow", self.definition.origin, message)
        return findings

    def _for(self, sample: Sample) -> Parser:
        """The parser of a sample, which is received now."""
        self._receive(sample)
        receipt = sample.receipt
        parser = self._parsers.get(receipt)
        if parser is None:
            parser = Parser(self.definition, now=self._now, zone=receipt.zone, time_limits=receipt.time_limits)
            self._parsers[receipt] = parser
        return parser

    def _receive(self, sample: Sample) -> None:
        self._clock = sample.clock

    def _now(self) -> int:
        return self._clock
