"""Places of characters as places of UTF-16 units, and back."""

from hypothesis import given, strategies as st

from qradar_builder.preview.events.spans import Units


@given(st.text(alphabet="aé\u05d0\U0001d4b3\ud800"))
def test_they_are_those_of_utf_16(text):
    units = Units(text)
    for place in range(len(text) + 1):
        wanted = len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert units.of(place) == wanted
        assert units.character(wanted) == place


def test_the_second_half_of_a_pair_belongs_to_its_character():
    units = Units("a\U0001d4b3b")
    assert [units.character(place) for place in range(6)] == [0, 1, 1, 2, 3, 3]
