"""The places of elements are those that a scan of the whole text finds, wherever blocks and pieces end."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.source.line_starts import position
from qradar_builder.source.xml import element_places
from qradar_builder.source.xml.element_places import ElementPlaces
from qradar_builder.source.xml.reader import MARKUP

PARTS = st.lists(
    st.sampled_from(
        [
            "<a><b>x</b></a>",
            "\n",
            '<c x=\'>"\' y="é>"/>',
            "<!-- <z> -->",
            "<![CDATA[<q></q>]]>",
            "<?pi <r>?>",
            "é" * 30,
            "<dé>\n\n</dé>",
            "<!--" + "<a>\n" * 40 + "-->",
            "&lt;",
        ]
    ),
    max_size=40,
)


class Source:
    """A document in pieces of any length."""

    def __init__(self, text, piece):
        self.content = text.encode()
        self.piece = piece

    def pieces(self):
        for start in range(0, len(self.content), self.piece):
            yield self.content[start : start + self.piece]

    def read(self, start, end):
        return self.content[start:end]


@given(PARTS, st.sampled_from([7, 64, 300]), st.sampled_from([10, 50, 200, 1000]))
def test_places_are_those_of_a_scan_of_the_whole_text(parts, piece, block):
    text = "<?xml version='1.0'?>\n<!-- a <b> -->\n<content>" + "".join(parts) + "</content>\n"
    wanted = [
        (*position(text, tag.start()), *position(text, tag.end("name"))) for tag in MARKUP.finditer(text) if tag["name"]
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(element_places, "_BLOCK", block)
        places = ElementPlaces(Source(text, piece))
        assert [places.locate(number) for number in range(len(wanted))] == wanted
        assert [places.locate(number) for number in reversed(range(len(wanted)))] == wanted[::-1]
