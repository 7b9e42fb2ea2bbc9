from __future__ import annotations

import pytest

from qradar_builder.source.event_table import read_event_table
from qradar_builder.source.files import MAX_BYTES, decode, read_bytes, read_text
from qradar_builder.source.yaml.document import read_document


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "a.yaml"
        path.write_bytes(content)
        return path

    return write


def test_utf_8_is_read_with_or_without_a_byte_order_mark(write, findings):
    assert read_text(write("é: 😀".encode()), "a", findings) == "é: 😀"
    assert read_text(write(b"\xef\xbb\xbfa: 1"), "a", findings) == "a: 1"
    assert len(findings) == 0


@pytest.mark.parametrize(
    ("content", "place", "byte"),
    [
        (b"\xff\xfea\x00", (1, 1), "ff"),
        ("a: é".encode("latin-1"), (1, 4), "e9"),
        ("a: 1\né😀: ".encode() + b"\x80", (2, 5), "80"),
        (b"a: \xc0\xaf", (1, 4), "c0"),
        (b"a: \xed\xa0\x80", (1, 4), "ed"),
        (b"a: \xe2\x82", (1, 4), "e2"),
        (b"\xef\xbb\xbfa: \xff", (1, 4), "ff"),
    ],
)
def test_other_encodings_are_a_finding_at_the_first_bad_byte(findings, said, content, place, byte):
    assert decode(content, "a.yaml", findings) is None
    assert said() == [("file/not-utf-8", *place, f"is not UTF-8: byte 0x{byte} is not allowed here")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("read", [read_document, read_event_table])
def test_utf_16_and_utf_32_files_are_refused(write, findings, rules, read, encoding):
    assert read(write("id: é\n".encode(encoding)), "a.yaml", findings) is None
    assert rules() in (["file/not-utf-8"], ["yaml/syntax"], ["yaml/character"])


@pytest.mark.parametrize("read", [read_document, read_event_table])
def test_a_file_of_more_than_16_mib_is_refused(write, findings, said, read):
    assert read(write(b"a" * (MAX_BYTES + 1)), "a.yaml", findings) is None
    assert said() == [("file/too-large", 1, 1, "is larger than 16 MiB")]


def test_a_file_of_just_16_mib_is_read(write, findings):
    assert len(read_bytes(write(b"#" * MAX_BYTES), "a.yaml", findings)) == MAX_BYTES


@pytest.mark.parametrize("read", [read_document, read_event_table])
def test_a_file_that_is_not_there_is_a_finding(tmp_path, findings, said, read):
    assert read(tmp_path / "none.yaml", "none.yaml", findings) is None
    assert said() == [("file/missing", 1, 1, "the file none.yaml does not exist")]


@pytest.mark.parametrize("read", [read_document, read_event_table])
def test_a_folder_in_place_of_a_file_is_a_finding(tmp_path, findings, said, read):
    assert read(tmp_path, "folder", findings) is None
    assert said() == [("file/unreadable", 1, 1, "is not a readable file")]
