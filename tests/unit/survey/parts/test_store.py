"""Finished parts are kept, used again where nothing changed, and whatever is wrong with them costs only time."""

import errno
from pathlib import Path

import pytest

from qradar_builder.survey.parts.store import PartStore
from tests.survey_counts import job_of, surveyed

SMALL = 2_000


@pytest.fixture
def run(logs, files_of, tmp_path, monkeypatch):
    """Surveys the folder; gives the number of reused units, of all units, the rows and the store."""
    monkeypatch.setattr("qradar_builder.survey.survey.RANGE", 5_000)

    def run(**named):
        job = job_of(keeps_units=True, **named)
        store = PartStore(tmp_path / "state", job)
        outcome, rows = surveyed(files_of(logs), job, size=SMALL, kept=store)
        return outcome.reused, outcome.total.ledger.units, rows, store

    return run


def test_a_second_run_does_only_what_is_missing(run, logs):
    reused, units, rows, _ = run()
    assert (reused, len(rows)) == (0, 2130)
    assert run()[:3] == (units, units, rows)
    (logs / "new.log").write_bytes(b"new\n")
    reused, more, rows, _ = run()
    assert (reused, more, len(rows)) == (units, units + 1, 2131)


def test_a_changed_file_is_counted_again_and_one_that_is_gone_is_not_counted(run, logs):
    units = run()[1]
    (logs / "array.json").write_text("[1, 2]")
    (logs / "wide.txt").unlink()
    reused, _, rows, store = run()
    assert reused == units - 2
    assert len(rows) == 2130 - 20 + 2 - 10
    assert (store.changed, store.vanished) == (["array.json"], ["wide.txt"])


def test_parts_of_other_choices_are_not_used(run):
    run()
    reused, _, rows, store = run(sample=0.5)
    assert (reused, store.changed, store.vanished) == (0, [], [])
    assert len(rows) < 1500


def test_damaged_files_of_a_state_are_said_and_counted_again(run, tmp_path):
    units = run()[1]
    first, *_ = sorted((tmp_path / "state").iterdir())
    first.write_bytes(b"garbage")
    (tmp_path / "state" / "left.part").write_bytes(b"")
    reused, again, rows, store = run()
    assert 0 < reused < units == again
    assert len(rows) == 2130
    assert store.damaged == [first.name]
    assert not (tmp_path / "state" / "left.part").exists()


def test_a_full_disk_stops_keeping_and_nothing_else(run, monkeypatch, tmp_path):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    _, _, rows, store = run()
    assert len(rows) == 2130
    assert store.failed == "No space left on device"
    assert list((tmp_path / "state").iterdir()) == []
