"""Finished parts are kept, used again where nothing changed, and whatever is wrong with them costs only time."""

import errno
from pathlib import Path

import pytest

from qradar_builder.survey.engines.part import Part
from qradar_builder.survey.parts.store import PartStore
from qradar_builder.survey.sources.file import SourceFile
from qradar_builder.survey.sources.unit import Unit
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


def test_a_damaged_byte_anywhere_is_never_counted(run, tmp_path):
    units, rows = run()[1:3]
    largest = max((tmp_path / "state").iterdir(), key=lambda path: path.stat().st_size)
    content = largest.read_bytes()
    for place in range(7, len(content), len(content) // 12):
        largest.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        _, again, found, _ = run()
        assert (again, found) == (units, rows)


@pytest.fixture
def few(monkeypatch):
    """Files of single tasks are put together when there are three."""
    monkeypatch.setattr("qradar_builder.survey.parts.store.MOST_SINGLE", 3)


@pytest.mark.usefixtures("few")
def test_many_finished_parts_are_put_together_and_used_one_by_one(run, logs, tmp_path):
    units, rows = run()[1:3]
    files = list((tmp_path / "state").iterdir())
    assert len(files) < units / 3
    assert {path.suffix for path in files} == {".parquet"}
    assert run()[:3] == (units, units, rows)
    (logs / "wide.txt").write_bytes(b"another line\n")
    reused, _, rows, store = run()
    assert (reused, store.changed) == (units - 1, ["wide.txt"])
    assert len(rows) == 2130 - 10 + 1


@pytest.mark.usefixtures("few")
def test_parts_that_are_there_twice_are_counted_once(run, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        # As if the run ended between the new file and the removal of the others.
        patch.setattr(Path, "unlink", lambda *_: None)
        units, rows = run()[1:3]
    assert len(list((tmp_path / "state").iterdir())) > units / 3
    reused, again, found, store = run()
    assert (reused, again, found) == (units, units, rows)
    assert (store.changed, store.vanished, store.damaged) == ([], [], [])


def test_a_part_that_is_damaged_later_is_left_as_it_is(run, tmp_path, monkeypatch):
    units = run()[1]
    first, *_ = sorted((tmp_path / "state").iterdir())
    monkeypatch.setattr("qradar_builder.survey.parts.store.MOST_SINGLE", 1)
    store = PartStore(tmp_path / "state", job_of(keeps_units=True))
    assert list(store.find([])) == []
    first.write_bytes(b"garbage")
    store.keep([Part((Unit(SourceFile("x", "x", 1, "1"), 0, 1),), b"{}", b"[]")])
    assert (store.failed, first.read_bytes()) == (None, b"garbage")
    assert 0 < run()[0] < units


def test_a_full_disk_stops_keeping_and_nothing_else(run, monkeypatch, tmp_path):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    _, _, rows, store = run()
    assert len(rows) == 2130
    assert store.failed == "No space left on device"
    assert list((tmp_path / "state").iterdir()) == []
