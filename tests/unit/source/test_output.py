from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qradar_builder.source import disk
from qradar_builder.source.folder_lock import LOCK, locked, silent
from qradar_builder.source.output import OutputError, fingerprint, replace_file, tidy, try_file, try_folder, write_files
from tests.faulty_disk import FaultyDisk, Killed, tree

OLD = {"acme-1.zip": b"old zip", "acme-1/INSTALL.md": b"old guide", "acme-1/workflows/gone.xml": b"gone"}
NEW = {"acme-1.zip": b"new zip", "acme-1/INSTALL.md": b"new guide", "acme-1/more/w.xml": b"w"}
CHANGE = {**NEW, "acme-1/workflows/gone.xml": None}


def files(folder):
    return {name: content for name, content in tree(folder).items() if content is not None}


@pytest.fixture
def dist(tmp_path):
    return tmp_path / "dist"


class TestSeveral:
    def test_everything_is_written_into_a_new_folder(self, dist):
        write_files(dist, NEW, silent)
        assert files(dist) == NEW

    def test_what_is_removed_takes_its_empty_folder_along(self, dist):
        write_files(dist, OLD, silent)
        write_files(dist, CHANGE, silent)
        assert files(dist) == NEW
        assert not (dist / "acme-1" / "workflows").exists()
        assert sorted(path.name for path in dist.iterdir()) == ["acme-1", "acme-1.zip"]

    def test_what_stands_beside_is_left_alone(self, dist):
        write_files(dist, {**OLD, "acme-1/mine.txt": b"mine", "other.zip": b"other"}, silent)
        write_files(dist, CHANGE, silent)
        assert files(dist) == {**NEW, "acme-1/mine.txt": b"mine", "other.zip": b"other"}

    def test_modes_do_not_depend_on_the_umask(self, dist):
        before = os.umask(0o077)
        try:
            write_files(dist, NEW, silent)
        finally:
            os.umask(before)
        modes = {str(path.relative_to(dist)): stat.S_IMODE(path.stat().st_mode) for path in dist.rglob("*")}
        assert modes == {
            "acme-1": 0o755,
            "acme-1/more": 0o755,
            "acme-1/INSTALL.md": 0o644,
            "acme-1/more/w.xml": 0o644,
            "acme-1.zip": 0o644,
        }

    @pytest.mark.parametrize("is_wide", [True, False], ids=["with second names", "without second names"])
    @pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
    def test_when_a_move_fails_the_previous_output_is_back(self, dist, monkeypatch, error, is_wide):
        write_files(dist, OLD, silent)
        count = 0
        real = os.replace
        for failing in range(2, 9):
            calls = []

            def replace(source, target, calls=calls, failing=failing):
                calls.append(target)
                if len(calls) == failing:
                    raise error
                real(source, target)

            with monkeypatch.context() as patch:
                patch.setattr(os, "replace", replace)
                if not is_wide:
                    patch.setattr(disk, "keep", disk.move)
                try:
                    write_files(dist, CHANGE, silent)
                except (OutputError, KeyboardInterrupt):
                    count += 1
                    assert files(dist) == OLD
                    assert sorted(path.name for path in dist.iterdir()) == ["acme-1", "acme-1.zip"]
            write_files(dist, {**OLD, "acme-1/more/w.xml": None}, silent)
        assert count >= 3

    @pytest.mark.parametrize("in_the_way", ["folder", "link", "pipe"])
    def test_what_is_no_file_is_not_replaced(self, dist, in_the_way):
        (dist / "acme-1").mkdir(parents=True)
        place = dist / "acme-1" / "INSTALL.md"
        if in_the_way == "folder":
            place.mkdir()
            (place / "mine.txt").write_bytes(b"mine")
        elif in_the_way == "link":
            (dist / "mine.txt").write_bytes(b"mine")
            place.symlink_to(dist / "mine.txt")
        else:
            os.mkfifo(place)
        before = sorted(str(path) for path in dist.rglob("*"))
        with pytest.raises(OutputError, match=r"INSTALL\.md: it is a .*move it"):
            write_files(dist, NEW, silent)
        assert sorted(str(path) for path in dist.rglob("*")) == before

    def test_a_link_on_the_way_is_not_followed(self, dist, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        (dist / "acme-1").mkdir(parents=True)
        (dist / "acme-1" / "more").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OutputError, match="more is a link, but must be a folder"):
            write_files(dist, NEW, silent)
        assert not any((tmp_path / "elsewhere").iterdir())

    @pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", ""])
    def test_no_path_leads_out(self, dist, name):
        with pytest.raises(OutputError, match="is not a path in"):
            write_files(dist, {name: b""}, silent)

    def test_a_file_in_place_of_the_folder_is_an_error_that_says_why(self, dist):
        dist.write_bytes(b"x")
        with pytest.raises(OutputError, match=r"cannot write to .*dist: File exists"):
            write_files(dist, NEW, silent)
        assert dist.read_bytes() == b"x"


class TestLeftovers:
    def _killed(self, dist, monkeypatch, last):
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", FaultyDisk(last, "kill"))
            with pytest.raises(Killed):
                write_files(dist, CHANGE, silent)

    def test_a_journal_is_finished_with_a_word(self, dist, monkeypatch):
        write_files(dist, OLD, silent)
        for last in range(1, 200):
            self._killed(dist, monkeypatch, last)
            if next(dist.glob(".build-*/journal.json"), None):
                break
            tidy(dist, silent)
        told = []
        tidy(dist, told.append)
        assert files(dist) == NEW
        assert told == [f"completed the changes of an interrupted run in {dist}"]
        tidy(dist, told.append)
        assert len(told) == 1

    def test_what_an_older_version_set_aside_is_put_back(self, tmp_path):
        (tmp_path / ".build-abcd_123/old").mkdir(parents=True)
        (tmp_path / ".build-abcd_123/new").mkdir()
        (tmp_path / ".build-abcd_123/old/identity.lock.yaml").write_bytes(b"lock")
        told = []
        tidy(tmp_path, told.append)
        assert files(tmp_path) == {"identity.lock.yaml": b"lock"}
        assert told == [f"put back identity.lock.yaml in {tmp_path}: an interrupted run had moved it away"]

    def test_a_folder_of_somebody_else_is_no_leftover(self, tmp_path):
        mine = {".build-mine/new/x": b"1", ".build-0123456789abcdef/notes.txt": b"2", ".build-note": b"3"}
        for name, content in mine.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
        tidy(tmp_path, silent)
        assert files(tmp_path) == mine

    @pytest.mark.parametrize("name", ["../out", "/out", "sub/../../out", "link/out"])
    def test_a_journal_that_leads_out_is_refused(self, tmp_path, name):
        folder = tmp_path / "folder"
        staging = folder / ".build-0123456789abcdef"
        (staging / "new").mkdir(parents=True)
        (staging / "old").mkdir()
        (tmp_path / "target").mkdir()
        (folder / "link").symlink_to(tmp_path / "target")
        (staging / "new" / "link").symlink_to(tmp_path / "target")
        (tmp_path / "target" / "out").write_bytes(b"mine")
        (tmp_path / "out").write_bytes(b"mine")
        (staging / "journal.json").write_text(json.dumps({"put": [name], "remove": []}), encoding="utf-8")
        with pytest.raises(OutputError):
            tidy(folder, silent)
        assert (tmp_path / "target" / "out").read_bytes() == b"mine"
        assert (tmp_path / "out").read_bytes() == b"mine"

    @pytest.mark.parametrize("text", ["", "[", "[]", '{"put": 1, "remove": []}', '{"put": [1], "remove": []}'])
    def test_a_damaged_journal_is_said(self, tmp_path, text):
        staging = tmp_path / ".build-0123456789abcdef"
        staging.mkdir()
        (staging / "journal.json").write_text(text, encoding="utf-8")
        with pytest.raises(OutputError, match="is damaged; remove"):
            tidy(tmp_path, silent)


class TestSingle:
    def test_it_is_replaced_as_a_whole_and_keeps_its_mode(self, tmp_path):
        path = tmp_path / "identity.lock.yaml"
        path.write_bytes(b"old")
        path.chmod(0o640)
        replace_file(path, b"new", silent)
        assert path.read_bytes() == b"new"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert [one.name for one in tmp_path.iterdir()] == ["identity.lock.yaml"]

    def test_it_is_never_away(self, tmp_path, monkeypatch):
        path = tmp_path / "identity.lock.yaml"
        path.write_bytes(b"old")
        for last in range(1, 20):
            with monkeypatch.context() as patch:
                patch.setattr(disk, "os", FaultyDisk(last, "kill"))
                try:
                    replace_file(path, b"new", silent)
                except Killed:
                    assert path.read_bytes() in {b"old", b"new"}
                else:
                    break
        assert last > 5

    def test_it_is_replaced_where_a_link_leads(self, tmp_path):
        target, link = tmp_path / "there" / "file", tmp_path / "link"
        target.parent.mkdir()
        target.write_bytes(b"old")
        link.symlink_to(target)
        replace_file(link, b"new", silent)
        assert link.is_symlink()
        assert target.read_bytes() == b"new"

    @pytest.mark.parametrize("target", ["nowhere", "link"])
    def test_a_link_that_leads_nowhere_is_not_replaced(self, tmp_path, target):
        link = tmp_path / "link"
        link.symlink_to(tmp_path / target)
        with pytest.raises(OutputError, match="does not exist"):
            replace_file(link, b"new", silent)
        assert link.is_symlink()

    def test_it_is_not_replaced_where_it_has_changed(self, tmp_path):
        path = tmp_path / "lock"
        path.write_bytes(b"read")
        read = fingerprint(path)
        path.write_bytes(b"of another")
        with pytest.raises(OutputError, match="changed during the run, so"):
            replace_file(path, b"mine", silent, instead_of=read)
        assert path.read_bytes() == b"of another"
        replace_file(path, b"of another", silent, instead_of=read)
        with pytest.raises(OutputError, match="changed during the run, so"):
            replace_file(path, b"mine", silent, instead_of=None)


class TestPlaces:
    @pytest.mark.parametrize("name", ["folder", "pipe", "file/below", "none/below", "a" * 300])
    def test_what_cannot_be_written_is_said_before(self, tmp_path, name):
        (tmp_path / "folder").mkdir()
        (tmp_path / "file").touch()
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OutputError):
            try_file(tmp_path / name, silent)

    def test_nothing_stays_of_the_trial(self, tmp_path):
        try_file(tmp_path / "new", silent)
        try_folder(tmp_path / "a" / "b", silent)
        assert not any(tmp_path.iterdir())


class TestLock:
    def test_who_waits_says_so_and_for_whom(self, tmp_path):
        told, waits = [], threading.Event()

        def tell(text):
            told.append(text)
            waits.set()

        with locked(tmp_path, silent):
            thread = threading.Thread(target=lambda: replace_file(tmp_path / "x", b"1", tell))
            thread.start()
            assert waits.wait(30)
            assert not (tmp_path / "x").exists()
        thread.join(30)
        assert (tmp_path / "x").read_bytes() == b"1"
        assert told == [f"waiting for process {os.getpid()}, which writes to {tmp_path}"]
        assert not (tmp_path / LOCK).exists()

    def test_the_lock_of_a_process_that_was_killed_holds_up_nobody(self, tmp_path):
        program = (
            "import os, signal, sys; from pathlib import Path;"
            " from qradar_builder.source.folder_lock import locked, silent\n"
            "with locked(Path(sys.argv[1]), silent): os.kill(os.getpid(), signal.SIGKILL)"
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "builder")}
        subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environment, check=False)
        assert (tmp_path / LOCK).exists()
        told = []
        replace_file(tmp_path / "x", b"1", told.append)
        assert (told, files(tmp_path)) == ([], {"x": b"1"})
