"""A date pattern is read by both classes, each in its own way."""

import pytest

from qradar_builder.dsm.values.times.classes import date_classes, shortened, year_at, zone_ids
from qradar_builder.javalang.dates.errors import JavaDateError

NOON = 1_767_614_400_000
"""2026-01-05T12:00:00Z."""
DAY = 86_400_000


def test_both_classes_read_a_time():
    assert [each.read("2026-01-05 12:00", 0, "UTC") for each in date_classes("yyyy-MM-dd HH:mm")] == [NOON, NOON]


def test_a_pattern_that_one_class_refuses_is_read_by_the_other():
    joda, simple = date_classes("yyyy-MM-dd'T'HH:mm:ssXXX")
    assert joda.refusal is not None
    assert "refuses the date pattern" in joda.read("2026-01-05T12:00:00Z", 0, "UTC")
    assert simple.refusal is None
    assert simple.read("2026-01-05T12:00:00Z", 0, "UTC") == NOON


def test_a_pattern_that_both_refuse_is_an_error_of_bounded_length():
    with pytest.raises(JavaDateError, match=r"neither date class .* the pattern"):
        date_classes("b" * 500)
    assert len(shortened("b" * 500)) < 100


@pytest.mark.parametrize(
    ("text", "now", "found"),
    [
        ("01-05 12:00", NOON, NOON),
        ("01-06 11:00", NOON, NOON + 23 * 3_600_000),
        ("01-07 12:00", NOON, NOON + 2 * DAY - 365 * DAY),
    ],
)
def test_without_a_year_a_time_far_ahead_is_of_the_year_before(text, now, found):
    assert [each.read(text, now, "UTC", 2026) for each in date_classes("MM-dd HH:mm")] == [found, found]


def test_what_does_not_fit_says_why():
    for each in date_classes("yyyy-MM-dd"):
        assert str(each.read("yesterday", 0, "UTC")).startswith("does not read it (")


@pytest.mark.parametrize(
    ("zone", "ids"),
    [("UTC", ("UTC", "UTC")), ("+02:00", ("+02:00", "GMT+02:00")), ("Europe/Zurich", ("Europe/Zurich",) * 2)],
)
def test_a_zone_has_a_name_for_each_class(zone, ids):
    assert zone_ids(zone) == ids


def test_a_year_is_that_of_the_zone():
    end = 1_767_225_599
    assert [year_at(end, "UTC"), year_at(end, "+01:00")] == [2025, 2026]
