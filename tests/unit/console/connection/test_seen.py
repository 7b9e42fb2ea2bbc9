"""Numbers that were seen."""

from hypothesis import given, strategies as st

from qradar_builder.console.connection.seen import SeenNumbers


@given(st.lists(st.integers(-5, 5000) | st.integers(0, 2**60)))
def test_each_number_is_new_once(numbers):
    seen, known = SeenNumbers(), set()
    for number in numbers:
        assert seen.is_new(number) is (number not in known)
        known.add(number)
