from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from builder.package.output import OutputError, replace_file, write_outputs

OLD = {"acme-1.zip": b"old zip", "acme-1": {"INSTALL.md": b"old guide", "workflows/gone.xml": b"gone"}}
NEW = {"acme-1.zip": b"new zip", "acme-1": {"INSTALL.md": b"new guide", "workflows/w.xml": b"w"}}


def _tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


OLD_TREE = {"acme-1.zip": b"old zip", "acme-1/INSTALL.md": b"old guide", "acme-1/workflows/gone.xml": b"gone"}
NEW_TREE = {"acme-1.zip": b"new zip", "acme-1/INSTALL.md": b"new guide", "acme-1/workflows/w.xml": b"w"}


@pytest.fixture
def dist(tmp_path):
    return tmp_path / "dist"


def test_everything_is_written_into_a_new_folder(dist):
    write_outputs(dist, NEW)
    assert _tree(dist) == NEW_TREE
    assert sorted(path.name for path in dist.iterdir()) == ["acme-1", "acme-1.zip"]


def test_what_stood_there_under_the_same_names_is_replaced_as_a_whole(dist):
    write_outputs(dist, OLD)
    write_outputs(dist, NEW)
    assert _tree(dist) == NEW_TREE


def test_what_stands_beside_is_left_alone(dist):
    dist.mkdir()
    (dist / "other.zip").write_bytes(b"other")
    write_outputs(dist, NEW)
    assert _tree(dist) == {**NEW_TREE, "other.zip": b"other"}


def test_modes_do_not_depend_on_the_umask(dist):
    before = os.umask(0o077)
    try:
        write_outputs(dist, NEW)
    finally:
        os.umask(before)
    modes = {str(path.relative_to(dist)): stat.S_IMODE(path.stat().st_mode) for path in dist.rglob("*")}
    assert modes == {
        "acme-1": 0o755,
        "acme-1/workflows": 0o755,
        "acme-1/INSTALL.md": 0o644,
        "acme-1/workflows/w.xml": 0o644,
        "acme-1.zip": 0o644,
    }


@pytest.mark.parametrize("failing", range(1, 5))
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_when_a_move_fails_the_previous_output_is_back(dist, monkeypatch, failing, error):
    write_outputs(dist, OLD)
    real = Path.rename
    calls = []

    def rename(self, target):
        calls.append(target)
        if len(calls) == failing:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_outputs(dist, NEW)
    assert len(calls) >= failing
    assert _tree(dist) == OLD_TREE
    assert sorted(path.name for path in dist.iterdir()) == ["acme-1", "acme-1.zip"]


@pytest.mark.parametrize("failing", range(1, 4))
def test_when_a_write_fails_nothing_is_moved(dist, monkeypatch, failing):
    write_outputs(dist, OLD)
    real = Path.write_bytes
    calls = []

    def write_bytes(self, content):
        calls.append(self)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return real(self, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(OutputError, match="No space left on device"):
        write_outputs(dist, NEW)
    monkeypatch.undo()
    assert _tree(dist) == OLD_TREE


def test_a_failed_first_build_leaves_nothing(dist, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    with pytest.raises(OutputError):
        write_outputs(dist, NEW)
    assert list(dist.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_an_error_that_says_why(dist):
    dist.write_bytes(b"x")
    with pytest.raises(OutputError, match=r"cannot write to .*dist: File exists"):
        write_outputs(dist, NEW)
    assert dist.read_bytes() == b"x"


def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(dist):
    write_outputs(dist, {"a": b"file", "b": {"x": b"1"}})
    write_outputs(dist, {"a": {"x": b"1"}, "b": b"file"})
    assert _tree(dist) == {"a/x": b"1", "b": b"file"}


def test_a_single_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "identity.lock.yaml"
    path.write_bytes(b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["identity.lock.yaml"]


def test_a_file_is_replaced_where_a_link_to_it_leads(tmp_path):
    target, link = tmp_path / "there" / "file", tmp_path / "link"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("target", ["nowhere", "link"])
def test_a_link_that_leads_nowhere_is_not_replaced(tmp_path, target):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / target)
    with pytest.raises(OutputError, match="leads nowhere"):
        replace_file(link, b"new")
    assert link.is_symlink()
