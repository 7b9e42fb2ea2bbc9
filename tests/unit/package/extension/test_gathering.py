"""Large XML files of an archive go to disk where they may, and only those."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.extension import gathering
from qradar_builder.package.extension.gathering import Gathering
from qradar_builder.package.extension.tar_reader import read_tar
from qradar_builder.package.extension.zip_reader import read_archive
from tests.unit.takeover.conftest import tar_of, zip_of

PIECES = [b"<content>", b"12345", b"</content>"]
ENTRIES = {"a.xml": b"".join(PIECES), "b.XML": b"<a/>", "c.bin": b"0" * 100, "in/d.xml": b"<d>1234567</d>"}


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(gathering, "_LARGE", 10)


@pytest.mark.parametrize(("name", "is_on_disk"), [("x.xml", True), ("x.XML", True), ("x.zip", False)])
def test_a_large_file_is_on_disk_if_it_is_xml(tmp_path, name, is_on_disk):
    path = tmp_path / "1.xml"
    with Gathering(name, path) as gathered:
        for piece in PIECES:
            gathered.add(piece)
        content = gathered.content()
        assert gathered.size == len(b"".join(PIECES))
    assert content == (path if is_on_disk else b"".join(PIECES))
    assert path.exists() == is_on_disk
    assert not is_on_disk or path.read_bytes() == b"".join(PIECES)


@pytest.mark.parametrize(("pieces", "path"), [(PIECES, False), ([b"<a/>"], True)])
def test_without_a_place_or_if_it_is_small_it_is_in_memory(tmp_path, pieces, path):
    with Gathering("x.xml", tmp_path / "1.xml" if path else None) as gathered:
        for piece in pieces:
            gathered.add(piece)
        assert gathered.content() == b"".join(pieces)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("read", "packed"), [(read_archive, zip_of(ENTRIES)), (read_tar, tar_of(ENTRIES))])
def test_an_archive_gives_the_same_from_memory_and_from_disk(tmp_path, read, packed):
    findings = Findings()
    archive = read(packed, "x", findings, folder=tmp_path)
    assert list(findings) == []
    assert sorted(archive.files) == ["a.xml", "in/d.xml"]
    # No name of an archive becomes one on disk.
    assert {path.parent for path in archive.files.values()} == {tmp_path}
    assert {name: archive.content(name) for name in archive.names()} == ENTRIES
    assert {name: archive.start(name, 3) for name in archive.names()} == {k: v[:3] for k, v in ENTRIES.items()}
