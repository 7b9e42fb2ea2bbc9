from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import given, strategies as st

from qradar_builder.package.extension.archive import write_zip, write_zip_file

OLDEST = 315_532_800_000
MAY_2024 = 1_714_561_200_000


def _infos(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()


def test_entries_are_in_order_whatever_the_order_of_the_source():
    first = write_zip({"b": b"1", "a/c": b"2", "B": b"3"}, OLDEST)
    second = write_zip({"B": b"3", "a/c": b"2", "b": b"1"}, OLDEST)
    assert first == second
    assert [info.filename for info in _infos(first)] == ["B", "a/c", "b"]


@pytest.mark.parametrize(
    ("moment", "stamp"),
    [
        (OLDEST, (1980, 1, 1, 0, 0, 0)),
        (0, (1980, 1, 1, 0, 0, 0)),
        (-5, (1980, 1, 1, 0, 0, 0)),
        (MAY_2024, (2024, 5, 1, 11, 0, 0)),
        (4_354_819_198_000, (2107, 12, 31, 23, 59, 58)),
        (9_999_999_999_000, (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_every_entry_has_the_time_that_is_given(moment, stamp):
    for info in _infos(write_zip({"a": b"", "b": b""}, moment)):
        assert info.date_time == stamp


def test_the_time_zone_of_the_machine_does_not_matter(monkeypatch):
    expected = write_zip({"a": b"x"}, MAY_2024)
    for zone in ("America/Los_Angeles", "Asia/Kolkata"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert write_zip({"a": b"x"}, MAY_2024) == expected
    monkeypatch.delenv("TZ")
    time.tzset()


def test_entries_have_fixed_modes_and_are_stored():
    for info in _infos(write_zip({"a": b"x" * 1000, "b": b""}, OLDEST)):
        assert info.external_attr >> 16 == 0o100644
        assert info.create_system == 3
        assert info.compress_type == zipfile.ZIP_STORED
        assert info.extra == b""
        assert info.comment == b""


def test_other_tools_find_the_archive_whole(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(write_zip({"é.txt": b"1", "b/c.xml": b"<x/>"}, OLDEST))
    done = subprocess.run([sys.executable, "-m", "zipfile", "-t", path], capture_output=True, text=True, check=True)
    assert "Done testing" in done.stdout


def test_a_file_is_the_same_as_the_bytes(tmp_path):
    (tmp_path / "large.xml").write_bytes(b"<x/>" * 100_000)
    entries = {"b": b"1", "large.xml": tmp_path / "large.xml"}
    for deflated in (False, True):
        write_zip_file(tmp_path / "a.zip", entries, OLDEST, deflated=deflated)
        assert (tmp_path / "a.zip").read_bytes() == write_zip(entries, OLDEST, deflated=deflated)


@given(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), st.binary()))
def test_what_is_written_is_read_back(entries):
    with zipfile.ZipFile(io.BytesIO(write_zip(entries, OLDEST))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == entries
