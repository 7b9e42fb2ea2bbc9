"""ISO 8601, to and from epoch milliseconds."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.text.times import OLDEST_IN_A_ZIP, NotATime, iso_utc, read_iso

FIRST, LAST = -62_135_596_800_000, 253_402_300_799_999


@given(st.integers(FIRST, LAST))
def test_what_is_written_reads_back(epoch_ms):
    assert read_iso(iso_utc(epoch_ms)) == epoch_ms
    assert read_iso(iso_utc(epoch_ms, zone="+00:00")) == epoch_ms
    assert read_iso(iso_utc(epoch_ms, brief=True)) == epoch_ms


def test_milliseconds_are_left_out_where_a_time_is_brief_and_has_none():
    assert iso_utc(OLDEST_IN_A_ZIP) == "1980-01-01T00:00:00.000Z"
    assert iso_utc(OLDEST_IN_A_ZIP, brief=True) == "1980-01-01T00:00:00Z"
    assert iso_utc(1, brief=True) == "1970-01-01T00:00:00.001Z"


@pytest.mark.parametrize("epoch_ms", [FIRST - 1, LAST + 1, 10**30])
def test_no_calendar_has_a_time_outside_of_the_years_1_to_9999(epoch_ms):
    with pytest.raises(OverflowError):
        iso_utc(epoch_ms)


@pytest.mark.parametrize(("text", "why"), [("noon", "is not a time"), ("2024-05-01T12:00:00", "has no offset")])
def test_a_text_that_is_no_time_is_named(text, why):
    with pytest.raises(NotATime, match=f"`{text}` {why}"):
        read_iso(text)


def test_an_offset_counts():
    assert read_iso("2024-05-01T12:00:00+02:00") == read_iso("2024-05-01T10:00:00Z")
