import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.files import MAX_BYTES
from qradar_builder.source.xml import pieces
from qradar_builder.source.xml.reader import MAX_DEPTH, parse_xml


def read(content):
    findings = Findings()
    document = parse_xml(content, "f.xml", findings)
    assert (document is None) == bool(findings.errors)
    return document, [(str(finding.location), finding.rule, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("content", "place", "rule", "words"),
    [
        (b"", "1:1", "xml/syntax", "contains no XML"),
        (b"<a>\n<b>\n</a>", "3:1", "xml/syntax", "`<b>` of line 2 is not closed before `</a>`"),
        (b"<a>", "1:4", "xml/syntax", "the file ends before `<a>` of line 1 is closed"),
        (b"<a>\n  x & y</a>", "2:6", "xml/syntax", "`&` is not followed by a name"),
        (b"<a>&x;</a>", "1:4", "xml/syntax", "the entity `&x;` is not defined"),
        (b'<a b="1" b="2"/>', "1:10", "xml/syntax", "`b` appears twice"),
        (b"<a b=1/>", "1:6", "xml/syntax", "without quotes"),
        (b'<a b="<"/>', "1:7", "xml/syntax", "contains `<`"),
        (b"<x:a/>", "1:5", "xml/syntax", "the prefix `x` is not declared"),
        (b'\n<?xml version="1.0"?><a/>', "2:1", "xml/syntax", "must be at the very start of"),
        (b"<!-- c --><?p?>\n <!DOCTYPE a []><a/>", "2:2", "xml/doctype", "document type"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "1:1", "xml/doctype", "document type"),
        (b"<a>\n \xe9</a>", "2:2", "xml/encoding", "byte 0xe9"),
        (b'<?xml version="1.0" encoding="zlib_codec"?><a/>', "1:1", "xml/encoding", "zlib_codec"),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "1:1", "xml/depth", "deep"),
        (b"<a>" * 5000, "1:771", "xml/depth", "deep"),
        (b" " * (MAX_BYTES + 1), "1:1", "file/too-large", "larger"),
    ],
)
def test_what_is_not_taken_is_said_with_its_place(content, place, rule, words):
    _, ((where, found, message),) = read(content)
    assert (where, found) == (f"f.xml:{place}", rule)
    assert words in message


@pytest.mark.parametrize(
    "content",
    [
        "<a>é</a>".encode(),
        b"\xef\xbb\xbf" + "<a>é</a>".encode(),
        '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16-le"),
        "<a>é</a>".encode("utf-16-be"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="windows-1252"?><a>é</a>'.encode("cp1252"),
    ],
)
def test_the_usual_encodings_are_read(content):
    document, found = read(content)
    assert not found
    assert document.root.text == "é"


def test_elements_may_lie_as_deep_as_the_bound():
    document, found = read(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)
    assert document is not None
    assert not found


def test_places_are_exact_beyond_the_line_numbers_of_libxml2_and_past_look_alikes():
    text = (
        "<a><!-- <b c='1'> --><![CDATA[<b c='1'>]]><?p <b ?>\n"
        + "\n" * 70_000
        + "é <b x=\"> c='2'\"\n  n:c = 'v'\n xmlns:n='u'/></a>"
    )
    document, _ = read(text.encode())
    (b,) = document.root.iter("b")
    assert str(document.place(b).locate()) == "f.xml:70002:3"
    assert document.place(b).locate().end_column == 5
    c = document.place(b, "c").locate()
    assert (c.line, c.column, c.end_line, c.end_column) == (70003, 3, 70003, 12)


def test_an_attribute_that_is_not_there_is_placed_at_its_element():
    document, _ = read(b'<a>\n <b c="1"/></a>')
    assert str(document.place(document.root[0], "d").locate()) == "f.xml:2:2"


def test_a_long_text_is_looked_at_once_however_many_unseen_characters_it_has(monkeypatch):
    looked_at = []
    is_blank = pieces._is_blank
    monkeypatch.setattr(pieces, "_is_blank", lambda *given: looked_at.append(given) or is_blank(*given))
    findings = Findings()
    assert parse_xml(f"<a>{'x' + chr(0x200B) * 500}<b/></a>".encode(), "a.xml", findings) is not None
    assert len(looked_at) == 1
    assert {each.rule for each in findings} != {"xml/white-space"}


def test_each_character_of_a_tag_is_in_quotes_or_not():
    findings = Findings()
    parse_xml('<a b="1\u00a02" c="\u00a0"\u00a0d="\u00a0"/>'.encode(), "a.xml", findings)
    assert [each.location.column for each in findings if each.rule == "xml/white-space"] == [17]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("<a>\n<b>{}</b></a>", "f.xml:2:1"),
        ("<a>\n <!-- {} --></a>", "f.xml:2:2"),
        ("<a>\n  <b c='{}'/></a>", "f.xml:2:3"),
        ("<a>\n<b/><{}/></a>", "f.xml:2:5"),
    ],
)
def test_what_is_longer_than_the_parser_takes_is_said_with_its_start(content, place):
    document, [(where, rule, message)] = read(content.format("x" * 10_000_001).encode())
    assert (document, where, rule) == (None, place, "file/too-large")
    assert "more than 10,000,000 characters" in message
