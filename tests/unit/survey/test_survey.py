"""A survey reads each record once, says what it could not read, and adds up."""

import gzip
import os

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.survey.records.form import Form
from qradar_builder.survey.sources.file import SourceFile
from qradar_builder.survey.sources.listing import Listing
from qradar_builder.survey.survey import note_unread
from tests.survey_counts import job_of, surveyed


def faults(outcome):
    first = outcome.total.ledger.faults
    return [(each.source, each.offset, each.rule.partition("/")[2], each.message) for each in sorted(first.first)]


def test_all_records_of_all_forms_are_read(logs, files_of):
    outcome, rows = surveyed(files_of(logs))
    ledger = outcome.total.ledger
    assert (ledger.records, ledger.events, ledger.broken, ledger.unread) == (2130, 2130, 0, 0)
    assert ledger.encodings == {"utf-8": 2120, "utf-16-le": 10}
    assert ledger.compressions == {"none": 4, "gzip": 1}
    assert ledger.forms == {"lines": 4, "json": 1}
    assert {row[0] for row in rows} == {"plain.log", "deep/packed.log.gz", "array.json", "wide.txt"}
    assert faults(outcome) == []


@pytest.mark.parametrize("size", [50, 1000, 30_000, 10_000_000])
def test_ranges_do_not_change_what_is_counted(logs, files_of, size):
    files = files_of(logs)
    assert surveyed(files, size=size)[1] == surveyed(files)[1]


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=300), size=st.integers(10, 100), packed=st.booleans())
def test_no_content_gets_lost_or_stops_it(tmp_path_factory, content, size, packed):
    path = tmp_path_factory.mktemp("any") / "any.log"
    path.write_bytes(gzip.compress(content, mtime=0) if packed else content)
    file = SourceFile("any.log", str(path), path.stat().st_size, "1")
    for form in (None, *Form):
        surveyed([file], job_of(form), size=size)


def test_a_cut_file_is_counted_up_to_the_cut(tmp_path, files_of):
    packed = gzip.compress(b"".join(b"line %d %d\n" % (n, hash((n, 3)) % 10**9) for n in range(10_000)))
    (tmp_path / "cut.log.gz").write_bytes(packed[:-1000])
    (tmp_path / "whole.log").write_bytes(b"one\n")
    outcome, rows = surveyed(files_of(tmp_path))
    assert 8_000 < len(rows) < 10_000
    assert rows[-1][3] == "one"
    assert [row[5] for row in rows if row[5]] == ["its gzip data ends early: the file is cut"]
    assert [fault[0:1] + fault[2:] for fault in faults(outcome)] == [
        ("cut.log.gz", "damaged-file", "its gzip data ends early: the file is cut")
    ]


def test_garbage_is_one_broken_record_of_its_file(tmp_path, files_of):
    (tmp_path / "a.log.gz").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "b.log.gz").write_bytes(b"\x1f\x8b\x08\0" + b"garbage" * 50)
    (tmp_path / "c.log.gz").write_bytes(b"only the name is wrong\n")
    (tmp_path / "d.log").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "e.parquet").write_bytes(b"PAR1garbage")
    outcome, rows = surveyed(files_of(tmp_path))
    assert [row[3] for row in rows if row[5] is None] == ["only the name is wrong"]
    assert sorted(row[0] for row in rows if row[5]) == ["a.log.gz", "b.log.gz", "d.log", "e.parquet"]
    assert {fault[2] for fault in faults(outcome)} == {"damaged-file"}
    assert outcome.total.ledger.unread == sum(path.stat().st_size for path in tmp_path.iterdir()) - 23


def test_a_file_that_is_gone_or_forbidden_is_said(tmp_path, files_of, monkeypatch):
    for name in ("gone.log", "kept.log"):
        (tmp_path / name).write_bytes(b"line\n")
    files = files_of(tmp_path)
    (tmp_path / "gone.log").unlink()
    outcome, rows = surveyed(files)
    assert len(rows) == 1
    assert faults(outcome) == [("gone.log", -1, "unread-file", "it is no longer there")]
    real = os.open

    def forbidden(path, *arguments):
        if str(path).endswith("kept.log"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", forbidden)
    assert faults(surveyed(files[1:])[0]) == [("kept.log", -1, "unread-file", "permission denied")]


@pytest.mark.parametrize("size", [20, 1000])
def test_a_file_that_grows_or_shrinks_is_said(tmp_path, files_of, size):
    path = tmp_path / "a.log"
    path.write_bytes(b"line 1\nline 2\nline 3\nli")
    files = files_of(path)
    with path.open("ab") as file:
        file.write(b"ne 4\nline 5\n")
    outcome, rows = surveyed(files, size=size)
    assert [row[3] for row in rows] == ["line 1", "line 2", "line 3", "line 4"]
    message = "the file grew after it was listed: 12 bytes are not counted"
    assert faults(outcome) == [("a.log", 23, "changed-file", message)]
    path.write_bytes(b"line 1\nlin")
    outcome, rows = surveyed(files, size=size)
    assert [row[3] for row in rows] == ["line 1", "lin"]
    assert outcome.total.ledger.unread == 13
    assert {(fault[2], fault[3].split(" ", 5)[5]) for fault in faults(outcome)} == {
        ("unread-file", "shorter than when it was listed")
    }


def test_a_driver_that_fails_on_the_way_is_said_without_its_words(logs, files_of, monkeypatch):
    def failing(*_):
        yield from ()
        raise ValueError("secret=hunter2")

    monkeypatch.setattr("qradar_builder.survey.sources.content.read_records", lambda *_, **__: failing())
    outcome, rows = surveyed(files_of(logs / "plain.log"))
    assert rows == []
    assert faults(outcome) == [("plain.log", 0, "unread-file", "the driver reports ValueError")]


def test_very_long_records_are_broken_and_the_rest_goes_on(tmp_path, files_of, monkeypatch):
    monkeypatch.setattr("qradar_builder.survey.records.payload_lines.MAX_PAYLOAD", 100)
    (tmp_path / "a.log").write_bytes(b"one\n" + b"x" * 5000 + b"\ntwo\n")
    for size in (60, 10_000):
        outcome, rows = surveyed(files_of(tmp_path), size=size)
        assert [(row[1], row[2], row[3], bool(row[5])) for row in rows] == [
            (0, 3, "one", False),
            (4, 5000, "", True),
            (5005, 3, "two", False),
        ]
        assert faults(outcome) == [("a.log", 4, "broken-record", "longer than 16 MiB")]


def test_a_sample_is_the_same_whatever_the_ranges(logs, files_of):
    files = files_of(logs)
    outcome, rows = surveyed(files, job_of(sample=0.25))
    assert 400 < len(rows) < 660
    assert outcome.total.ledger.skipped == 2130 - len(rows)
    assert surveyed(files, job_of(sample=0.25), size=777)[1] == rows
    assert surveyed(files, job_of(sample=0.0))[1] == []


def test_what_could_not_be_listed_is_in_the_books(logs, files_of):
    outcome, _ = surveyed(files_of(logs))
    note_unread(outcome, Listing((), (("folder", "Permission denied"),)))
    assert faults(outcome) == [("folder", -1, "unread-file", "Permission denied")]


def test_a_watcher_is_told_of_every_unit(logs, files_of):
    told = []
    files = files_of(logs)
    surveyed(files, size=10_000, watch=lambda *each: told.append(each))
    assert sum(each[1] for each in told) == sum(file.size for file in files)


def test_files_of_utf16_that_are_cut_are_said_and_add_up(tmp_path, files_of):
    for name, content in (
        ("le.log", "one\ntwo\n".encode("utf-16") + b"x"),
        ("be.log", "some text\nthe last line".encode("utf-16-be")[:-1]),
        ("a.json", '["one", "two"'.encode("utf-16") + b"]"),
    ):
        (tmp_path / name).write_bytes(content)
    outcome, rows = surveyed(files_of(tmp_path))
    assert sorted(row[3] for row in rows if row[5] is None) == ["one", "one", "some text", "two"]
    why = "its UTF-16 text ends inside a character: the file is cut"
    assert [row[5] for row in rows if row[5]] == [why] * 3
    assert outcome.total.ledger.faults.counts == {"survey/damaged-file": 3}
    assert outcome.total.ledger.unread == 3


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("rows.csv", b"n,Payload\n1,one\n", b"2,two\n"),
        ("array.json", b'["one"]', b'["two"]'),
        ("packed.log.gz", gzip.compress(b"one\n", mtime=0), gzip.compress(b"two\n", mtime=0)),
        ("wide.log", "one\n".encode("utf-16"), "two\n".encode("utf-16-le")),
        ("lines.log", b"one\n", b"two\n"),
    ],
    ids=["CSV", "JSON array", "gzip", "UTF-16", "lines"],
)
def test_what_a_file_has_more_than_when_it_was_listed_is_said_and_not_counted(tmp_path, files_of, name, content, more):
    (tmp_path / name).write_bytes(content)
    files = files_of(tmp_path)
    (tmp_path / name).write_bytes(content + more)
    outcome, rows = surveyed(files)
    assert [row[3] for row in rows] == ["one"]
    (fault,) = faults(outcome)
    assert fault[1:3] == (len(content), "changed-file")
    assert fault[3] == f"the file grew after it was listed: {len(more)} bytes are not counted"


def test_what_was_half_written_is_cut_and_grew(tmp_path, files_of):
    packed = gzip.compress(b"".join(b"line %d\n" % (n * 7919 % 10_007) for n in range(10_000)))
    (tmp_path / "a.log.gz").write_bytes(packed[:-500])
    files = files_of(tmp_path)
    (tmp_path / "a.log.gz").write_bytes(packed)
    outcome, _ = surveyed(files)
    assert outcome.total.ledger.faults.counts == {"survey/damaged-file": 1, "survey/changed-file": 1}
