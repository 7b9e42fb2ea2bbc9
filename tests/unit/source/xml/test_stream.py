"""What no row can keep is found wherever the pieces of a document end."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.xml import stored
from qradar_builder.source.xml.stored import HeldXml
from qradar_builder.source.xml.stream import XmlStream

_ROW = "<row>\n  <id>1</id>\n  <text>a &gt; b</text>\n</row>\n"
_TEXTS = {
    "before the first column": f"{_ROW}<row>loose<id>1</id></row>{_ROW}",
    "behind a column": f"{_ROW}<row><id>1</id> loose <text>a</text></row>{_ROW}",
    "behind the last column": f"{_ROW}<row><id>1</id>\nloose\n</row>{_ROW}",
    "behind an empty column": f"{_ROW}<row><id/>loose</row>{_ROW}",
    "behind a comment": f"{_ROW}<row><id>1</id><!-- said -->loose</row>{_ROW}",
    "in CDATA": f"{_ROW}<row><id>1</id><![CDATA[loose]]></row>{_ROW}",
    "in the last row": f"{_ROW}<row><id>1</id>loose</row>",
}


@pytest.fixture(params=[1, 2, 3, 5, 7, 11, 13, 40, 1000])
def _pieces(request, monkeypatch):
    monkeypatch.setattr(stored, "_PIECE", request.param)


def _read(inner):
    stream, findings = XmlStream("a.xml", HeldXml(f"<content>\n{inner}\n</content>")), Findings()
    assert list(stream.children("content", findings))
    assert not findings.errors
    return stream


@pytest.mark.usefixtures("_pieces")
@pytest.mark.parametrize("inner", _TEXTS.values(), ids=_TEXTS)
def test_a_text_beside_elements_is_found(inner):
    stream = _read(inner)
    assert stream.unplaced.text is not None
    element, place = stream.unplaced.text
    assert element == "row"
    assert place.line in {6, 7}
    assert stream.unplaced.attribute is None


@pytest.mark.usefixtures("_pieces")
@pytest.mark.parametrize("inner", [_ROW * 3, f"{_ROW}<row><id>a<!-- b --> c <![CDATA[</x> d <y>]]></id></row>{_ROW}"])
def test_a_text_in_a_column_is_no_text_beside_it(inner):
    assert _read(inner).unplaced.text is None


@pytest.mark.usefixtures("_pieces")
def test_an_attribute_is_found():
    stream = _read(f"{_ROW}<row><id a = '1'>1</id></row>{_ROW}")
    assert stream.unplaced.attribute is not None
    assert stream.unplaced.attribute[:2] == ("id", "a")
