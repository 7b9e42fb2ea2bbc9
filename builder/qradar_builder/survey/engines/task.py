"""Counts the records of units. Every engine runs this function, wherever it runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.survey.engines.part import Part
from qradar_builder.survey.ledger import Ledger
from qradar_builder.survey.records.raw import Raw
from qradar_builder.survey.records.record import Record
from qradar_builder.survey.records.stopped import DAMAGED, UNREAD, StoppedError
from qradar_builder.survey.sources.content import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.survey.choices import InputChoices
    from qradar_builder.survey.records.bundle import Bundle
    from qradar_builder.survey.sources.content import Content
    from qradar_builder.survey.sources.unit import Unit
    from qradar_builder.survey.tallies import Counts, Tallied

BROKEN = "survey/broken-record"
CHANGED = "survey/changed-file"
KILLED = "survey/killed-range"


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a survey share. With `keeps_units` each unit is a part of its own, which can be kept."""

    counts: Counts
    choices: InputChoices
    keeps_units: bool = False


def run_task(job: Job, units: tuple[Unit, ...]) -> list[Part]:
    """Count the records of units. What is wrong with them is in the books."""
    if job.keeps_units:
        return [part for unit in units for part in run_task(Job(job.counts, job.choices), (unit,))]
    ledger, tally = Ledger(), job.counts.tally()
    for unit in units:
        _Reader(job, unit, ledger, tally).read()
    content = tally.to_bytes()
    return [Part(units, ledger.to_bytes(), content, job.counts.costs(tally))]


def killed_part(job: Job, unit: Unit) -> Part:
    """The part of a unit that ended every process that read it: nothing was read of it, and it is one broken record."""
    ledger, tally = Ledger(), job.counts.tally()
    message = "each process that read it was ended, for example because it ran out of memory: the range is not counted"
    ledger.units, ledger.records, ledger.broken, ledger.unread = 1, 1, 1, unit.size
    ledger.fault(unit.file.name, unit.start, KILLED, message, unit.size)
    tally.add(Record("", unit.file.name, unit.start, unit.size, None, message))
    return Part((unit,), ledger.to_bytes(), tally.to_bytes())


class _Reader:
    """Reads one unit."""

    def __init__(self, job: Job, unit: Unit, ledger: Ledger, tally: Tallied) -> None:
        self._job = job
        self._unit = unit
        self._ledger = ledger
        self._tally = tally
        self._reached = unit.start
        """Where the last record ended, in bytes of the content."""

    def read(self) -> None:
        unit, ledger, choices = self._unit, self._ledger, self._job.choices
        ledger.units += 1
        content: Content | None = None
        try:
            with opened(unit, choices.form, choices.column) as content:
                ledger.forms[content.form.value] += 1
                ledger.compressions[content.compression.value] += 1
                if self._take(content.records, content.encoding):
                    self._leave(content)
                else:
                    self._close(content)
        except StoppedError as error:
            self._stop(error, content)

    def _take(self, records: Iterator[Bundle | Raw], encoding: str | None) -> bool:
        """Count records. Whether the most that are asked for are reached."""
        left = self._unit.most
        for each in records:
            taken = self._broken(each) if isinstance(each, Raw) else self._events(each, left, encoding)
            if left is not None:
                left -= taken
                if not left:
                    return True
        return False

    def _events(self, bundle: Bundle, most: int | None, encoding: str | None) -> int:
        """Count records up to the most, if there is one. Returns how many are counted: others are not in the sample."""
        ledger, name, choices = self._ledger, self._unit.file.name, self._job.choices
        seen, places = len(bundle), choices.chosen(name, bundle.offsets)
        if most is not None and len(places) >= most:
            places = places[:most]
            seen = places[-1] + 1
        chosen = bundle if len(places) == len(bundle) else bundle.chosen(places)
        self._reached = bundle.offsets[seen - 1] + bundle.lengths[seen - 1]
        ledger.records += seen
        ledger.events += len(chosen)
        ledger.skipped += seen - len(chosen)
        ledger.encodings.update({encoding: len(chosen)} if encoding else chosen.encodings)
        self._tally.add_events(name, chosen)
        return len(chosen)

    def _broken(self, raw: Raw) -> int:
        """Note a record that cannot be read, if it is in the sample. Returns how many are counted."""
        ledger, name, why = self._ledger, self._unit.file.name, raw.broken or ""
        self._reached = raw.offset + raw.length
        ledger.records += 1
        if not self._job.choices.chosen(name, [raw.offset]):
            ledger.skipped += 1
            return 0
        ledger.broken += 1
        ledger.fault(name, raw.offset, BROKEN, why, raw.length)
        self._tally.add(Record("", name, raw.offset, raw.length, None, why))
        return 1

    def _close(self, content: Content) -> None:
        """Note the bytes of a unit that was read to its end."""
        unit, now = self._unit, content.size
        if unit.end is None:
            self._ledger.covered += self._reached if content.taken_in is None else content.taken_in.taken
            return
        there = unit.end if now is None else max(unit.start, min(unit.end, now))
        self._ledger.covered += there - unit.start
        self._ledger.unread += unit.end - there
        if there < unit.end:
            message = f"the file is {unit.end - there:,} bytes shorter than when it was listed"
            self._ledger.fault(unit.file.name, there, UNREAD, message, unit.end - there)
        else:
            self._note_growth(now)

    def _note_growth(self, now: int | None) -> None:
        """Note that the file has more bytes than when it was listed. The last of its units does so."""
        file = self._unit.file
        if file.size is not None and self._unit.end == file.size and now is not None and now > file.size:
            message = f"the file grew after it was listed: {now - file.size:,} bytes are not counted"
            self._ledger.fault(file.name, file.size, CHANGED, message, now - file.size)

    def _covered(self, content: Content | None, reached: int) -> int:
        """Note how much of a unit was read that is not read to its end, in bytes of the file."""
        covered = reached - self._unit.start
        if content is None:
            covered = 0
        elif content.taken_in is not None:
            covered = content.taken_in.taken
        if self._unit.end is not None:
            covered = min(covered, self._unit.size)
        self._ledger.covered += covered
        return covered

    def _leave(self, content: Content) -> None:
        """Note a unit of which as many records are counted as are asked for."""
        self._ledger.beyond += max(0, self._unit.size - self._covered(content, self._reached))

    def _stop(self, error: StoppedError, content: Content | None) -> None:
        """Note a unit that could not be read to its end. The record that could not be read is broken."""
        unit = self._unit
        covered = self._covered(content, max(self._reached, error.offset or 0))
        self._ledger.unread += max(0, unit.size - covered)
        at = self._reached if error.offset is None and content is not None else error.offset
        self._ledger.fault(unit.file.name, at, error.rule, str(error), unit.size - covered)
        if error.offset is not None or (error.rule == DAMAGED and content is not None):
            offset = self._reached if error.offset is None else error.offset
            self._ledger.records += 1
            self._ledger.broken += 1
            self._tally.add(Record("", unit.file.name, offset, error.length, None, str(error)))
        if content is not None:
            # What seems to be cut may have been written meanwhile.
            self._note_growth(content.size)
