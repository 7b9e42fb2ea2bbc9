from __future__ import annotations

import os

import pytest

from qradar_builder.source.folder_lock import silent
from qradar_builder.testing.golden_files import GoldenFiles


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(b"of somebody else")
    return folder


def test_changes_are_written_together_at_the_end(package):
    (package / "gone").write_bytes(b"old")
    goldens = GoldenFiles(package)
    goldens.change(package / "a", b"new")
    goldens.change(package / "gone", None)
    assert (package / "gone").exists()
    goldens.write(silent)
    assert {path.name: path.read_bytes() for path in package.iterdir()} == {"a": b"new"}


def test_a_link_within_the_package_is_followed(package):
    (package / "real").write_bytes(b"old")
    (package / "link").symlink_to("real")
    goldens = GoldenFiles(package)
    goldens.change(package / "link", b"new")
    goldens.write(silent)
    assert (package / "link").is_symlink()
    assert (package / "real").read_bytes() == b"new"


def test_a_link_out_of_the_package_is_neither_read_nor_written(package):
    (package / "link").symlink_to("../outside")
    goldens = GoldenFiles(package)
    with pytest.raises(OSError, match="outside the package"):
        goldens.read(package / "link")
    with pytest.raises(OSError, match="outside the package"):
        goldens.change(package / "link", b"new")


def test_a_pipe_is_neither_read_nor_written(package):
    os.mkfifo(package / "pipe")
    goldens = GoldenFiles(package)
    with pytest.raises(OSError, match="not a regular file"):
        goldens.read(package / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        goldens.change(package / "pipe", b"new")
