"""A cluster counts what one process does, also where workers are killed, and says where it is gone."""

import os
import random
import signal
import sys

import pytest

from qradar_builder.survey.engines import cluster as module
from qradar_builder.survey.engines.cluster import Cluster
from qradar_builder.survey.engines.engine import EngineError
from qradar_builder.survey.sources.plan import units_of
from qradar_builder.survey.survey import survey
from tests.survey_counts import job_of, surveyed

pytestmark = [
    pytest.mark.xdist_group("cluster"),
    pytest.mark.skipif(sys.platform == "win32", reason="kills by signals"),
]
SMALL = 2_000


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch):
    monkeypatch.setattr("qradar_builder.survey.survey.RANGE", SMALL)


@pytest.fixture(scope="module")
def cluster():
    engine = Cluster("local", 2, most_deaths=1)
    yield engine
    engine.close()


def test_the_outcome_is_that_of_one_process(cluster, logs, files_of):
    files = files_of(logs)
    assert cluster.workers == 2
    assert surveyed(files, engine=cluster, size=SMALL)[1] == surveyed(files)[1]


def test_workers_that_are_killed_lose_nothing(cluster, logs, files_of):
    files, chance = files_of(logs), random.Random(1)
    kills = 0

    def watch(*_):
        nonlocal kills
        if kills < 2 and chance.random() < 0.2 and (pids := cluster.pids()):
            os.kill(chance.choice(pids), signal.SIGKILL)
            kills += 1

    outcome, rows = surveyed(files, engine=cluster, size=SMALL, watch=watch)
    assert kills == 2
    assert rows == surveyed(files)[1]
    assert outcome.total.ledger.faults.counts == {}


def test_a_range_that_kills_each_worker_is_broken_in_the_end(cluster, logs, files_of):
    (logs / "deadly.log").write_bytes(b"good\ndie\n")
    outcome, rows = surveyed(files_of(logs), job_of(deadly="die"), cluster, size=SMALL)
    (fault,) = outcome.total.ledger.faults.first
    assert (fault.source, fault.rule) == ("deadly.log", "survey/killed-range")
    assert len(rows) == 2131


def test_workers_that_end_for_good_are_replaced(logs, files_of, monkeypatch):
    # As Dask leaves them that end while they begin.
    monkeypatch.setattr(module, "_LOOK", 0.2)
    engine, files = Cluster("local", 1), files_of(logs)
    for worker in list(engine._local.workers.values()):
        engine._local.sync(worker.close)
    outcome, rows = surveyed(files, engine=engine, size=SMALL)
    assert (rows, outcome.lost) == (surveyed(files)[1], None)
    assert engine.workers == 1
    engine.close()


def test_an_address_where_nothing_is_is_said(monkeypatch):
    monkeypatch.setattr("qradar_builder.survey.engines.cluster._CONNECT", "1s")
    with pytest.raises(EngineError, match="cannot be used"):
        Cluster("tcp://127.0.0.1:1", 1)


def test_a_scheduler_that_is_lost_is_said_and_what_is_done_is_kept(logs, files_of, monkeypatch):
    monkeypatch.setattr(module, "_ANSWER", 1)
    engine, done = Cluster("local", 1), 0

    def watch(units, *_):
        nonlocal done
        done += units
        if done >= 3:
            engine._local.sync(engine._local.scheduler.close)

    units = list(units_of(files_of(logs), None, SMALL))
    outcome = survey(job_of(), units, engine, watch=watch)
    engine.close()
    assert outcome.lost is not None
    assert "the scheduler is gone" in outcome.lost
    assert 0 < outcome.missing < len(units)
    assert outcome.total.ledger.units == len(units) - outcome.missing
