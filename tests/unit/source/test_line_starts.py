"""Lines and columns by offset: the two ways to ask agree at every place of every text."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.source.line_starts import LineStarts, line_of, position

TEXTS = st.text(alphabet="a\n\r\u2028", max_size=40)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("", 0, (1, 1)),
        ("abc", 2, (1, 3)),
        ("a\nbc", 1, (1, 2)),
        ("a\nbc", 2, (2, 1)),
        ("a\nbc", 4, (2, 3)),
        ("\n\n", 2, (3, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\u2028b", 2, (1, 3)),
    ],
)
def test_lines_end_at_a_line_feed_and_at_nothing_else(text, offset, expected):
    assert position(text, offset) == LineStarts(text).position(offset) == expected
    assert line_of(text, offset) == expected[0]


@given(TEXTS, st.data())
def test_a_place_leads_back_to_its_offset(text, data):
    lines = LineStarts(text)
    offset = data.draw(st.integers(0, len(text)))
    assert lines.position(offset) == position(text, offset)
    assert lines.offset(*lines.position(offset)) == offset


@pytest.mark.parametrize(("line", "column", "offset"), [(0, 0, 0), (1, 99, 5), (9, 1, 3), (2, -4, 3)])
def test_a_place_that_the_text_has_not_is_the_nearest_one(line, column, offset):
    assert LineStarts("ab\ncd").offset(line, column) == offset
