"""A large XML file is read in pieces; it says the same as one that is held in memory."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.xml import stored
from qradar_builder.source.xml.stored import HeldXml, StoredXml, stored_xml

TEXT = "<content>\n<a>grün ✓</a>\n</content>\n"
DECLARED = "<?xml version='1.0' encoding='{}'?>\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "_PIECE", 5)

    def reading(content, limit=1000):
        path = tmp_path / "x.xml"
        path.write_bytes(content)
        findings = Findings()
        return stored_xml(path, "x.xml", findings, limit=limit), [(each.rule, str(each.location)) for each in findings]

    return reading


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        (DECLARED.format("windows-1252") + TEXT.replace("✓", "")).encode("windows-1252"),
        (DECLARED.format("us-ascii") + "<a>b</a>").encode(),
    ],
)
def test_it_is_the_text_of_any_encoding_in_utf_8(read, content):
    document, found = read(content)
    assert found == []
    assert isinstance(document, StoredXml)
    text = document.text.encode()
    assert text.endswith((TEXT.encode(), TEXT.replace("✓", "").encode(), b"<a>b</a>"))
    assert b"".join(document.pieces()) == text
    assert document.size == len(text)
    assert document.tags == text.count(b"<")
    assert [document.read(start, start + 7) for start in range(len(text))] == [
        text[start : start + 7] for start in range(len(text))
    ]


def test_what_has_to_be_looked_at_is_held_in_memory(read):
    document, found = read("<a>x\u200by</a>".encode())
    assert isinstance(document, HeldXml)
    assert document.text == "<a>x\u200by</a>"
    assert found == [("file/unseen-character", "x.xml:1:5")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"<a>\xff</a>", "xml/encoding"),
        (b"<a>\xc3", "xml/encoding"),
        (b'<?xml version="1.0" encoding="ebcdic"?><a/>', "xml/encoding"),
        (b"<!DOCTYPE a><a/>", "xml/doctype"),
        (b"<a>" + b" " * 1000 + b"</a>", "file/too-large"),
    ],
)
def test_what_is_not_taken_is_said_as_for_any_file(read, content, rule):
    document, found = read(content)
    assert document is None
    assert [each for each, _ in found] == [rule]


def test_a_file_that_is_not_there_is_said(tmp_path):
    findings = Findings()
    assert stored_xml(tmp_path / "none.xml", "none.xml", findings, limit=10) is None
    assert [each.rule for each in findings] == ["file/missing"]
