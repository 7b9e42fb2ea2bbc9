"""A part of an attribute has a place of its own where its text stands in the source as it is."""

from dataclasses import dataclass

import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.source.xml.reader import XmlPlace, parse_xml
from qradar_builder.workflow.check.stretch import Stretch


def _columns(whole, text, start, end):
    place = Stretch(whole, "path", text, start, end).locate()
    return place.column, place.end_column


@pytest.mark.parametrize(
    ("width", "columns"),
    [(5, (11, 13)), (7, (12, 14)), (6, (10, 16)), (9, (10, 19))],
    ids=["plain", "quoted", "escaped", "folded"],
)
def test_a_part_of_a_scalar_of_yaml(width, columns):
    assert _columns(Location("a.yaml", 2, 10, 2, 10 + width), "/abcd", 1, 3) == columns


def test_a_text_of_several_lines_is_the_whole_attribute():
    whole = Location("a.yaml", 2, 10, 3, 4)
    assert Stretch(whole, "path", "/a b", 1, 2).locate() == whole
    one_line = Location("a.yaml", 2, 10, 2, 14)
    assert Stretch(one_line, "path", "/a\nb", 1, 2).locate() == one_line


def test_a_place_behind_the_end_is_that_of_the_last_character():
    assert _columns(Location("a.yaml", 1, 1, 1, 5), "/abc", 9, 12) == (4, 5)
    assert _columns(Location("a.yaml", 1, 1, 1, 1), "", 0, 0) == (1, 2)


def test_a_part_of_an_attribute_of_xml():
    document = parse_xml(b'<Set path="/abcd"/>', "a.xml", Findings())
    whole = XmlPlace(document, document.root, "path")
    assert _columns(whole, "/abcd", 1, 3) == (13, 15)
    # Its text is written with a reference.
    assert _columns(whole, "/abc", 1, 3) == (whole.locate().column, whole.locate().end_column)


@dataclass(frozen=True)
class _Inner:
    def locate(self):
        return Location("fragment.yaml", 3, 5, 3, 9)

    def trail(self):
        return [(Location("workflow.yaml", 7), "used here")]


def test_the_trail_is_that_of_the_attribute():
    assert Stretch(_Inner(), "path", "/abc", 0, 1).trail() == [(Location("workflow.yaml", 7), "used here")]
    assert Stretch(Location("a.yaml"), "path", "/abc", 0, 1).trail() == ()
