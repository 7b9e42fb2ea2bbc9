"""A small tally for the tests of what runs surveys: it keeps all records, so that nothing can be lost or come twice."""

import json
import os
import signal
from dataclasses import dataclass, field

from qradar_builder.survey.choices import InputChoices
from qradar_builder.survey.engines.here import Here
from qradar_builder.survey.engines.task import Job
from qradar_builder.survey.records.record import Record
from qradar_builder.survey.sources.plan import RANGE, units_of
from qradar_builder.survey.survey import survey


@dataclass
class AllRecords:
    """All records, in an order of their own."""

    rows: list = field(default_factory=list)
    deadly: str | None = None

    def add(self, record):
        if record.payload == "a mistake":
            raise RuntimeError("a mistake in the program")
        if self.deadly is not None and record.payload == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.rows.append([record.source, record.offset, record.length, record.payload, record.received, record.broken])

    def add_events(self, source, bundle):
        for raw in bundle.raws():
            self.add(Record(raw.payload, source, raw.offset, raw.length, raw.received))

    def merge(self, other):
        self.rows += other.rows

    def to_bytes(self):
        rows = sorted(self.rows, key=lambda row: (row[0], row[1], row[2], row[3]))
        return json.dumps(rows).encode()


@dataclass(frozen=True)
class AllCounts:
    """Begins tallies. The process that counts the payload `deadly` is killed."""

    digest: str = "all"
    deadly: str | None = None

    def tally(self):
        return AllRecords(deadly=self.deadly)

    def read(self, content, _costs):
        return AllRecords(json.loads(content))

    def costs(self, _tally):
        return b""


def job_of(form=None, column=None, sample=1.0, *, deadly=None, keeps_units=False):
    return Job(AllCounts(deadly=deadly), InputChoices(form, column, sample), keeps_units)


def surveyed(files, job=None, engine=None, size=RANGE, **named):
    """What came of a survey of listed files, its books checked."""
    job = job or job_of()
    outcome = survey(job, list(units_of(files, job.choices.form, size)), engine or Here(), **named)
    known = [file.size for file in files]
    ledger = outcome.total.ledger
    assert ledger.differences(None if None in known else sum(known)) == []
    rows = json.loads(outcome.total.tally.to_bytes())
    assert len(rows) == ledger.events + ledger.broken
    return outcome, rows
