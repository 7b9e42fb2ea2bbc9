"""Folders that are as long there as something needs them, and what killed processes leave of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from qradar_builder.source import scratch as module
from qradar_builder.source.scratch import Scratch, scratch_folder

LONG_AGO = 1_600_000_000
_KILLED = """
import os, signal
from qradar_builder.source.scratch import Scratch
scratch = Scratch()
scratch.path("release.zip").write_bytes(b"x")
print(scratch.folder.parent, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """The folder of temporary files, in which nothing was looked for yet."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    module._remove_left.cache_clear()
    return tmp_path


def _left(*, old=True):
    """The folder of a process that was killed."""
    run = subprocess.run([sys.executable, "-c", _KILLED], capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL
    folder = Path(run.stdout.strip())
    if old:
        _make_old(folder)
    return folder


def _make_old(folder):
    os.utime(folder, (LONG_AGO, LONG_AGO))


def test_a_folder_is_for_its_user_alone_and_gone_with_its_owner(place):
    scratch = Scratch()
    assert [each.stat().st_mode & 0o777 for each in place.iterdir()] == [0o700]
    assert list(scratch.folder.iterdir()) == []
    scratch.path("a").write_bytes(b"x")
    del scratch
    assert list(place.iterdir()) == []


def test_a_folder_ends_with_its_block_whatever_ends_it(place):
    with suppress(ZeroDivisionError), scratch_folder() as folder:
        (folder / "a").mkdir()
        raise ZeroDivisionError
    assert list(place.iterdir()) == []


class TestLeftFolders:
    def test_the_folder_of_a_killed_process_is_removed_by_the_next_one(self, place):
        left = _left()
        assert (left / "files" / "release.zip").is_file()
        Scratch()
        assert not left.exists()
        assert list(place.iterdir()) == []

    def test_a_new_one_stays(self):
        left = _left(old=False)
        Scratch()
        assert left.exists()

    def test_that_of_a_running_process_stays(self):
        other = Scratch()
        _make_old(other.folder.parent)
        module._remove_left.cache_clear()
        Scratch()
        assert other.folder.exists()

    def test_what_is_no_such_folder_stays(self, place):
        target = place / "target"
        left = _left()
        shutil.move(left, target)
        (place / "qradar-builder-link").symlink_to(target)
        (place / "qradar-builder-file").write_bytes(b"")
        (place / "qradar-builder-other").mkdir()
        for each in place.iterdir():
            os.utime(each, (LONG_AGO, LONG_AGO), follow_symlinks=False)
        before = sorted(place.iterdir())
        Scratch()
        assert sorted(place.iterdir()) == before
        assert (target / "files" / "release.zip").is_file()

    def test_that_of_another_user_stays(self, monkeypatch):
        left = _left()
        monkeypatch.setattr(os, "getuid", lambda: left.stat().st_uid + 1)
        Scratch()
        assert left.exists()

    def test_a_lock_that_is_a_link_or_cannot_be_held_keeps_the_folder(self, monkeypatch):
        first, second = _left(old=False), _left()
        (first / ".lock").unlink()
        (first / ".lock").symlink_to(second / ".lock")
        _make_old(first)

        def refused(_descriptor):
            raise OSError("no locks here")

        monkeypatch.setattr(module, "try_lock", refused)
        Scratch()
        assert first.exists()
        assert second.exists()

    def test_it_is_looked_for_once(self):
        Scratch()
        left = _left()
        Scratch()
        assert left.exists()


def test_without_a_lock_a_folder_is_made_all_the_same(monkeypatch, place):
    real = os.open

    def full(path, flags, mode=0o777, **more):
        if str(path).endswith(".lock"):
            raise OSError(28, "No space left on device")
        return real(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", full)
    with scratch_folder() as folder:
        assert folder.is_dir()
    assert list(place.iterdir()) == []
