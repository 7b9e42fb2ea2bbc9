"""What a case expects is compared by what it means, and shown in few characters."""

import pytest

from qradar_builder.exchanges.exchange import read_expected
from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import NumberAsWritten
from qradar_builder.testing.expected.value import as_expected, fits, fits_part, fits_payload, fits_text, shown

PATTERN = read_expected("/a+/")


@pytest.mark.parametrize(
    ("expected", "found", "is_so"),
    [
        (None, None, True),
        (None, Missing, True),
        (None, "", False),
        (1, "1", True),
        (1, "1.0", False),
        (True, "true", True),
        ("x", Missing, False),
        ({"a": 1}, {"a": "1"}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": None}, {}, False),
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1], 1, False),
        (PATTERN, "aaa", True),
        (PATTERN, "aab", False),
        (read_expected("/.*b.*/"), {"b": 1}, True),
        ({"a": PATTERN}, {"a": "aa"}, True),
    ],
)
def test_a_value_of_the_state_fits(expected, found, is_so):
    assert fits(expected, found) is is_so


@pytest.mark.parametrize(
    ("expected", "payload", "is_so"),
    [
        ("a", "a", True),
        ("a", "a ", False),
        ({"a": 1}, '{"a": 1}', True),
        ({"a": 1}, '{"a": ', False),
        (PATTERN, "aa", True),
    ],
)
def test_a_payload_fits_as_text_or_as_json(expected, payload, is_so):
    assert fits_payload(expected, payload) is is_so


@pytest.mark.parametrize(
    ("expected", "found", "is_so"),
    [(None, None, True), (None, "", False), ("1.50", 1.5, True), ("1.50", "1.5", False), ("x", 1.5, False)],
)
def test_numbers_of_an_event_need_not_be_written_alike(expected, found, is_so):
    assert fits_text(expected, found) is is_so


def test_a_part_is_found_within_a_text_and_a_pattern_matches_all_of_it():
    assert fits_part("b", "abc")
    assert fits_part(PATTERN, "aa")
    assert not fits_part(PATTERN, "aab")


def test_what_is_expected_keeps_the_text_of_numbers_and_reads_patterns():
    assert as_expected({"a": ["/a+/", 2]}) == {"a": [PATTERN, 2]}
    assert isinstance(as_expected(type("Float", (float,), {"text": "1.50"})(1.5)), NumberAsWritten)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Missing, "nothing"), (None, "null"), ("a", '"a"'), (PATTERN, "/a+/"), ({"a": PATTERN}, '{"a":"/a+/"}')],
)
def test_a_value_is_shown(value, text):
    assert shown(value) == text


def test_a_long_value_is_cut():
    assert len(shown("a" * 1000)) < 310
