"""Texts are counted and compared in UTF-16 units, as Java does."""

import pytest

from qradar_builder.javalang.utf_16 import before, length, part, utf_8

SMILE = "\U0001f600"


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("é€", 2), (SMILE, 2), (f"a{SMILE}b", 4)])
def test_a_character_beyond_the_first_plane_counts_twice(text, units):
    assert length(text) == units
    assert part(text, 0, units) == text


def test_a_part_may_begin_and_end_within_a_character():
    assert part(f"a{SMILE}b", 3, 4) == "b"
    assert part(f"a{SMILE}b", 1, 2) == "\ud83d"
    assert part(f"a{SMILE}b", 2, 4) == "\ude00b"
    assert part("é€x", 1, 3) == "€x"


def test_the_order_is_that_of_the_units_and_not_of_the_characters():
    assert before("a", "b")
    assert not before("b", "a")
    # U+1F600 begins with the unit D83D, which is below FF01.
    assert before(SMILE, "\uff01")
    assert not before("\uff01", SMILE)


def test_half_of_a_pair_becomes_a_question_mark():
    assert utf_8("é\ud83d") == b"\xc3\xa9?"
