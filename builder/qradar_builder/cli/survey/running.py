"""Runs a survey: chooses the engine and the state, and shows the progress."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from qradar_builder.cli.calling.voice import remark, report
from qradar_builder.cli.exits import UNREADABLE
from qradar_builder.cli.survey.progress import progress
from qradar_builder.cli.writing import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.findings import Findings
    from qradar_builder.report.survey.document import SurveyReport
    from qradar_builder.survey.dsm_counts import DsmCounts
    from qradar_builder.survey.engines.engine import Engine
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.parts.store import PartStore
    from qradar_builder.survey.sources.listing import Listing
    from qradar_builder.survey.sources.unit import Unit
    from qradar_builder.survey.survey import Outcome


def count_all(asked: Asked, counts: DsmCounts, listing: Listing, findings: Findings) -> tuple[Outcome, SurveyReport]:
    """Count all files. Faults of the engine and the state are among the findings."""
    from qradar_builder.findings import Location
    from qradar_builder.report.survey.document import SurveyReport
    from qradar_builder.survey.counting.tally import Tally
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.survey import note_unread, survey
    from qradar_builder.text.times import iso_utc

    job = Job(counts, asked.choices, keeps_units=asked.state is not None)
    units = _units(asked, listing)
    store = None if asked.state is None else _store(asked, job, findings)
    with _alone(asked.state), closing(_engine(asked, findings)) as engine, progress(units, engine.workers) as watch:
        try:
            outcome = survey(job, units, engine, kept=store, watch=watch)
        except KeyboardInterrupt as interrupt:
            if asked.state is not None:
                interrupt.add_note(f"what is finished is kept in {asked.state}; the same command continues from there")
            raise
    note_unread(outcome, listing)
    if outcome.lost is not None:
        message = f"{outcome.lost}; {outcome.missing:,} of {len(units):,} ranges are not counted"
        findings.add("survey/lost", Location("survey"), message)
    if store is not None:
        _tell_of_state(asked, store, outcome, findings)
    tally = outcome.total.tally
    assert isinstance(tally, Tally), "the counts made it"
    result = tally.result()
    sizes = {unit.file.name: unit.file.size for unit in units}
    known = None if None in sizes.values() or asked.limit else sum(size or 0 for size in sizes.values())
    if outcome.lost is None:
        _check(outcome, known, result.events, result.records - result.events, findings)
    costs = tally.costs.ranked(each.expression for each in result.expressions) if asked.timed else None
    told = {**asked.told(), "clock": iso_utc(counts.counting.choices.clock)}
    complete = outcome.lost is None
    return outcome, SurveyReport(
        result, outcome.total.ledger, len(listing.files), known, told, costs, is_complete=complete
    )


def _units(asked: Asked, listing: Listing) -> list[Unit]:
    from qradar_builder.survey.sources.limit import first_units
    from qradar_builder.survey.sources.plan import units_of

    choices = asked.choices
    units = units_of(listing.files, choices.form)
    return list(units) if asked.limit is None else first_units(units, choices, asked.limit)


def _store(asked: Asked, job: Job, findings: Findings) -> PartStore:
    from qradar_builder.findings import Location
    from qradar_builder.survey.parts.store import PartStore

    assert asked.state is not None, "the option is given"
    try:
        return PartStore(asked.state, job)
    except OSError as error:
        message = f"the folder cannot be used: {error.strerror or type(error).__name__}"
        findings.add("survey/state", Location(str(asked.state)), message)
        _end(findings)


@contextmanager
def _alone(state: Path | None) -> Iterator[None]:
    """Wait until no other run uses the folder of the state: it would count the same ranges."""
    from qradar_builder.source.folder_lock import locked

    with ExitStack() as stack:
        if state is not None:
            with suppress(OSError):
                # A folder that cannot be written to is only read, which disturbs nobody.
                stack.enter_context(locked(state, tell))
        yield


def _engine(asked: Asked, findings: Findings) -> Engine:
    """The engine that the options name. Ends the command where it cannot begin."""
    from qradar_builder.findings import Location
    from qradar_builder.survey.engines.engine import EngineError

    if asked.cluster is None:
        if asked.jobs is None or asked.jobs == 1:
            from qradar_builder.survey.engines.here import Here

            return Here()
        from qradar_builder.survey.engines.processes import Processes

        return Processes(asked.jobs)
    from qradar_builder.survey.engines.cluster import Cluster

    try:
        return Cluster(asked.cluster, asked.jobs or _processors())
    except EngineError as error:
        findings.add(error.rule, Location("survey"), str(error), help=error.advice)
        _end(findings)


def _processors() -> int:
    import os

    return os.cpu_count() or 1


def _end(findings: Findings) -> NoReturn:
    report(findings)
    sys.exit(UNREADABLE)


def _tell_of_state(asked: Asked, store: PartStore, outcome: Outcome, findings: Findings) -> None:
    """Say what the state was good for."""
    from qradar_builder.findings import Location
    from qradar_builder.text.shown import counted

    place = Location(str(asked.state))
    remark(f"An earlier run has counted {counted(outcome.reused, 'range')}")
    if store.failed is not None:
        findings.add("survey/state", place, f"finished parts could not be kept: {store.failed}")
    for name in store.damaged:
        findings.add(
            "survey/state-changed", Location(f"{asked.state}/{name}"), "it is damaged: its ranges are counted again"
        )
    for name in store.changed:
        findings.add(
            "survey/state-changed", Location(name), "the file changed since an earlier run: it is counted again"
        )
    for name in store.vanished:
        message = "the file is not among the sources any more: what an earlier run counted of it is not in the report"
        findings.add("survey/state-changed", Location(name), message)


def _check(outcome: Outcome, size: int | None, events: int, broken: int, findings: Findings) -> None:
    """See that the books add up, and that the tally has what the books say."""
    from qradar_builder.findings import Location

    ledger = outcome.total.ledger
    differences = ledger.differences(size)
    if (events, broken) != (ledger.events, ledger.broken):
        differences.append(
            f"{ledger.events:,} events and {ledger.broken:,} broken records were read, and {events:,} and {broken:,} "
            "are counted"
        )
    for difference in differences:
        findings.add("survey/books", Location("survey"), difference)
