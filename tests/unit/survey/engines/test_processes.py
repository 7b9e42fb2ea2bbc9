"""Several processes count what one does, also where they are killed on the way."""

import os
import random
import signal

import pytest

from qradar_builder.survey.engines.processes import Processes
from qradar_builder.survey.sources.plan import units_of
from qradar_builder.survey.survey import survey
from tests.survey_counts import job_of, surveyed

SMALL = 2_000


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch):
    monkeypatch.setattr("qradar_builder.survey.survey.RANGE", SMALL)


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_outcome_is_that_of_one_process(logs, files_of, jobs):
    files = files_of(logs)
    assert surveyed(files, engine=Processes(jobs), size=SMALL)[1] == surveyed(files)[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_processes_that_are_killed_lose_nothing(logs, files_of, seed):
    files, engine, chance = files_of(logs), Processes(2), random.Random(seed)
    kills = 0

    def watch(*_):
        nonlocal kills
        if kills < 10 and chance.random() < 0.5:
            os.kill(chance.choice(engine.processes).pid, signal.SIGKILL)
            kills += 1

    outcome, rows = surveyed(files, engine=engine, size=SMALL, watch=watch)
    assert kills == 10
    undisturbed, expected = surveyed(files)
    assert rows == expected
    assert outcome.total.ledger.records == undisturbed.total.ledger.records
    assert outcome.total.ledger.faults.counts == {}


def test_a_range_that_kills_each_process_is_broken_in_the_end(logs, files_of):
    (logs / "deadly.log").write_bytes(b"good\ndie\n")
    files = files_of(logs)
    outcome, rows = surveyed(files, job_of(deadly="die"), Processes(2, most_deaths=1), size=SMALL)
    (fault,) = outcome.total.ledger.faults.first
    assert (fault.source, fault.offset, fault.rule, fault.length) == ("deadly.log", 0, "survey/killed-range", 9)
    assert len(rows) == 2131
    assert outcome.total.ledger.unread == 9


def test_an_error_of_the_program_ends_it(logs, files_of):
    (logs / "mistake.log").write_bytes(b"a mistake\n")
    units = list(units_of(files_of(logs), None, SMALL))
    outcome = survey(job_of(), units, Processes(2))
    assert outcome.lost == "a task failed in its process: RuntimeError: a mistake in the program"
    assert outcome.missing > 0
