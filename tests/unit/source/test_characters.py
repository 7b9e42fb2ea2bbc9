import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.characters import SPACE_OR_UNSEEN, check_unseen, name_of, unseen
from qradar_builder.source.xml.pieces import check_white_space, pieces
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.source.yaml.document import parse_document

ZWNJ, ZWJ = "\u200c", "\u200d"


def found(reader, text):
    findings = Findings()
    reader(text, "f", findings)
    return [(each.rule, each.location.line, each.location.column, each.message) for each in findings]


@pytest.mark.parametrize(
    "text",
    [
        f"\U0001f469{ZWJ}\U0001f4bb works",
        f"\U0001f3f3\ufe0f{ZWJ}\U0001f308",
        "\u2714\ufe0f and \u00a9\ufe0f",
        "1\ufe0f\u20e3 #\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        f"\u0645\u06cc{ZWNJ}\u062e\u0648\u0627\u0647\u0645",
        f"\u0915\u094d{ZWJ}\u0937",
        "\u200fshalom \u05e9\u05dc\u05d5\u05dd!\u200e",
        "\u8fbb\U000e0100",
        "a\u00a0b\u2009c\u3000d",
        "\ufeffbegins with a mark",
        "plain\n\ttext",
    ],
)
def test_a_character_that_has_a_use_where_it_stands_is_left_alone(text):
    assert list(unseen(text)) == []


@pytest.mark.parametrize(
    ("text", "rule", "column", "words"),
    [
        ("ab\u200bc", "file/unseen-character", 3, "U+200B ZERO WIDTH SPACE is invisible"),
        (f"user{ZWJ}name", "file/unseen-character", 5, "U+200D ZERO WIDTH JOINER"),
        (f"user{ZWNJ}name", "file/unseen-character", 5, "U+200C ZERO WIDTH NON-JOINER"),
        ("a\ufeff", "file/unseen-character", 2, "U+FEFF ZERO WIDTH NO-BREAK SPACE, a byte order mark"),
        ("so\u00adft", "file/unseen-character", 3, "U+00AD SOFT HYPHEN"),
        ("a\u2060b", "file/unseen-character", 2, "U+2060 WORD JOINER"),
        ("a\u0085b", "file/unseen-character", 2, "U+0085 NEXT LINE"),
        ("a\u0090b", "file/unseen-character", 2, "U+0090 a control character"),
        ("a\u2028b", "file/unseen-character", 2, "U+2028 LINE SEPARATOR"),
        ("a\u200eb", "file/unseen-character", 2, "U+200E LEFT-TO-RIGHT MARK"),
        ("a\ufe0fb", "file/unseen-character", 2, "U+FE0F VARIATION SELECTOR-16"),
        ("a\U000e0061b", "file/unseen-character", 2, "U+E0061 TAG LATIN SMALL LETTER A"),
        ("a\u3164b", "file/unseen-character", 2, "U+3164 HANGUL FILLER"),
        ("a\u202eb", "file/text-direction", 2, "U+202E RIGHT-TO-LEFT OVERRIDE changes the direction"),
        ("\u05e9\u2066b", "file/text-direction", 2, "U+2066 LEFT-TO-RIGHT ISOLATE changes the direction"),
    ],
)
def test_another_is_named_in_its_place(text, rule, column, words):
    ((where, line, at, message),) = found(check_unseen, f"\n{text}")
    assert (where, line, at) == (rule, 2, column)
    assert message.startswith(words)


def test_not_more_are_reported_than_anyone_reads():
    assert len(found(check_unseen, "\u200b" * 1000)) == 20
    text = "<a>" + "\u00a0" * 1000 + "<b/></a>"
    assert len(found(lambda text, *rest: parse_xml(text.encode(), *rest), text)) == 20


@pytest.mark.parametrize(
    "part", ["<", "<a", "<!--", "<a '", "<a \"'", "<![CDATA[", "<?", "</", "<a b='\u200b'", "\u200b<a>"]
)
def test_the_time_is_linear_for_whatever_is_no_xml(part):
    text = part * (400_000 // len(part)) + "\u200b"
    assert sum(piece.end - piece.start for piece in pieces(text)) == len(text)
    assert len(found(check_white_space, text)) <= 20


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("<a>\u00a0<b/>\n\u3000</a>", [("xml/white-space", 1, 4), ("xml/white-space", 2, 1)]),
        ("<a>\n<b\u00a0c='1'/></a>", [("xml/white-space", 2, 3)]),
        ("\u00a0<a/>", [("xml/white-space", 1, 1)]),
        ("<a/>\n\u200b", [("xml/white-space", 2, 1)]),
        ("<a b='\u200b'/>", [("file/unseen-character", 1, 7)]),
        ("<!-- \u202e --><a/>", [("file/text-direction", 1, 6)]),
        ("<a>x\u200by</a>", [("file/unseen-character", 1, 5)]),
        # What an element holds may be its value, and so may be what lies in the element of a request.
        ("<a><b>\u00a0</b></a>", []),
        ("<a><XmlRequestBody><x/>\u00a0<y/></XmlRequestBody></a>", []),
        ("<a b='\u00a0' c='\u2003'>x\u00a0y</a>", []),
    ],
)
def test_in_xml_each_stands_in_its_place(text, places):
    assert [row[:3] for row in found(lambda text, *rest: parse_xml(text.encode(), *rest), text)] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("na\u00a0me: x\u00a0y\n", [("yaml/white-space", 1, 3)]),
        ("a:\u00a0b\nc: d\n", [("yaml/syntax", 1, 1), ("yaml/white-space", 1, 3)]),
        ("# \u2066\na: so\u00adft\n", [("file/text-direction", 1, 3), ("file/unseen-character", 2, 6)]),
        ("a: \x7f\n", [("yaml/syntax", 1, 4)]),
    ],
)
def test_in_yaml_each_stands_in_its_place(text, places):
    assert [row[:3] for row in found(parse_document, text)] == places


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_only_what_is_not_seen_is_reported(text):
    for offset in unseen(text):
        assert SPACE_OR_UNSEEN.match(text[offset])
        assert name_of(text[offset]).startswith("U+")
