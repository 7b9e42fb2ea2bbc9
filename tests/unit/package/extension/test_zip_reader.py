import io
import struct
import warnings
import zipfile
import zlib

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.extension import zip_reader
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.extension.zip_reader import MAX_ENTRIES, is_zip, read_archive, read_zip_file


def packed(entries, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def read(content):
    findings = Findings()
    archive = read_archive(content, "x.zip", findings)
    assert (archive is None) == bool(findings.errors)
    return archive, [(one.rule, one.location.file) for one in findings]


def test_the_files_of_an_archive_are_read_and_folders_left_out():
    archive, found = read(packed([("a.xml", b"<a/>"), ("App/", b""), ("App/1124.zip", b"PK"), ("META-INF/A.SF", b"s")]))
    assert found == []
    assert archive.entries == {"a.xml": b"<a/>", "App/1124.zip": b"PK", "META-INF/A.SF": b"s"}
    assert archive.called("a.xml") == "x.zip!a.xml"


def test_a_file_is_read_as_its_bytes_are(tmp_path):
    contents = [
        packed([("a.xml", b"<a/>"), ("b", b"1")]),
        b"PK\x03\x04" + b"PK\x01\x02" * 100_001,
        b"PK\x03\x04" + b"x" * 300_000 + b"PK\x01\x02" * 3,
        packed([("../a.xml", b"<a/>")]),
    ]
    for number, content in enumerate(contents):
        path, findings = tmp_path / f"{number}.zip", Findings()
        path.write_bytes(content)
        archive = read_zip_file(path, "x.zip", findings, tmp_path)
        whole, found = read(content)
        assert [(one.rule, one.location.file) for one in findings] == found
        assert (None if archive is None else archive.entries) == (None if whole is None else whole.entries)


@pytest.mark.parametrize("size", [3, 4, 5, 7, 64])
def test_marks_are_counted_across_pieces(monkeypatch, size):
    monkeypatch.setattr(zip_reader, "_PIECE", size)
    content = b"PK\x01\x02xPK\x01" + b"PK\x01\x02" * 9 + b"PK"
    assert zip_reader._marks(io.BytesIO(content)) == content.count(b"PK\x01\x02")


def test_what_we_write_is_read():
    entries = {"acme-1.0.0.xml": b"<content/>", "manifest.txt": b"{}"}
    archive, _ = read(write_zip(entries, 0))
    assert archive.entries == entries


def test_a_file_that_is_no_zip_is_its_own_only_entry():
    findings = Findings()
    archive = read_archive(b"<content/>", "folder/x.xml", findings)
    assert (archive.entries, archive.bare, archive.called("x.xml")) == ({"x.xml": b"<content/>"}, True, "folder/x.xml")


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a/..",
        "C:/a",
        "C:a",
        "a\\b",
        "..\\a",
        "a//b",
        "./a",
        "a\x00.xml",
        "a\nb",
        "..",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    # zipfile would end the name at the NUL when it writes, so it is put in afterwards.
    content = packed([(name.replace("\x00", "?"), b"x")])
    assert read(content.replace(b"a?.xml", b"a\x00.xml")) == (None, [("zip/name", "x.zip")])


def test_two_files_of_one_name_are_refused():
    assert read(packed([("a.xml", b"1"), ("a.xml", b"2")])) == (None, [("zip/duplicate", "x.zip")])


def test_an_encrypted_file_is_refused():
    content = bytearray(packed([("a.xml", b"<a/>")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    assert read(bytes(content)) == (None, [("zip/encrypted", "x.zip!a.xml")])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_java_does_not_know_is_refused(method):
    assert read(packed([("a.xml", b"<a/>")], method)) == (None, [("zip/method", "x.zip!a.xml")])


def test_a_bomb_is_not_unpacked():
    bomb = packed([("a.xml", b"<a>" + b" " * 30_000_000 + b"</a>")])
    assert len(bomb) < 50_000
    assert read(bomb) == (None, [("zip/ratio", "x.zip!a.xml")])


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    content = bytearray(packed([("a.xml", b" " * 30_000_000)]))
    # The size before compression, as both headers have it.
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.find(mark) + offset, 100)
    assert read(bytes(content)) == (None, [("zip/corrupt", "x.zip")])


def test_small_files_may_be_compressed_as_well_as_they_can_be():
    archive, _ = read(packed([("a.xml", b" " * 500_000)]))
    assert len(archive.entries["a.xml"]) == 500_000


def test_one_file_has_a_limit(monkeypatch):
    monkeypatch.setattr(zip_reader, "MAX_ENTRY", 1000)
    assert read(packed([("a.xml", bytes(1001))])) == (None, [("zip/too-large", "x.zip!a.xml")])


def test_all_files_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(zip_reader, "MAX_TOTAL", 1000)
    assert read(packed([("a.xml", bytes(600)), ("b.xml", bytes(600))])) == (None, [("zip/too-large", "x.zip")])


def test_files_that_share_their_content_count_each(monkeypatch):
    # Overlapping entries make a bomb without any of them being large.
    monkeypatch.setattr(zip_reader, "MAX_TOTAL", 100_000)
    content = packed([(f"{number}.xml", b" " * 60_000) for number in range(2)])
    assert read(content)[0] is None


def test_too_many_files_are_refused():
    assert read(packed([(f"{number}", b"") for number in range(MAX_ENTRIES + 1)])) == (
        None,
        [("zip/too-many", "x.zip")],
    )


def test_a_directory_of_very_many_files_is_refused_before_it_is_read():
    assert read(b"PK\x03\x04" + b"PK\x01\x02" * 100_001)[1] == [("zip/too-many", "x.zip")]


def test_a_damaged_archive_is_a_finding_wherever_it_ends():
    whole = packed([("a.xml", zlib.compress(bytes(range(256)) * 10)), ("manifest.txt", b"{}" * 50)])
    for end in range(4, len(whole), 7):
        assert read(whole[:end])[1][0][0] == "zip/corrupt", end


def test_a_changed_byte_is_never_a_traceback():
    whole = packed([("a.xml", b"<content>" * 30), ("manifest.txt", b"{}")])
    refused = 0
    for place in range(4, len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        refused += read(bytes(changed))[0] is None
    assert refused > len(whole) / 4


def test_a_zip_is_known_by_its_first_bytes():
    assert is_zip(packed([("a", b"")]))
    assert is_zip(packed([]))
    assert not is_zip(b"<content/>")
    assert not is_zip(b"MZ" + packed([("a", b"")]))
