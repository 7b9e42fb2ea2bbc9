"""The short way to read a time gives what the two classes give, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings, strategies as st

from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.javalang.dates.joda.pattern import compile_joda

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "+05:30", "Africa/Casablanca")
PATTERNS = (
    "yyyy-MM-dd'T'HH:mm:ss.SSS",
    "yyyy-MM-dd'T'HH:mm:ss.SSS Z",
    "yyyy-MM-dd'T'HH:mm:ss'Z'",
    "dd/MMM/yyyy:HH:mm:ss ZZ",
    "yyyyMMddHHmmssSSS",
    "EEE MMM dd HH:mm:ss yyyy",
    "EEE, dd MMM yyyy HH:mm:ss Z",
    "MM/dd/yyyy hh:mm:ss a",
    "dd.MM.yyyy KK:mma",
    "yyyy/MM/dd kk:mm",
    "MMM dd HH:mm:ss",
    "MMM-dd-HH:mm:ss.SSS",
    "HH:mm:ss ddMM Z",
)
FIELDS = ("yyyy", "MM", "MMM", "dd", "EEE", "HH", "kk", "hh", "KK", "a", "mm", "ss", "SSS", "Z")


def quick_and_slow(pattern, text, now, zone):
    times = compile_device_time(pattern)
    quick = None if times._quick is None else times._quick(text, now, zone)
    return quick, times._compare(text, now, zone).epoch_ms


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None, max_examples=60)
@given(
    ms=st.integers(0, 4_102_444_800_000),
    zone=st.sampled_from(ZONES),
    later=st.integers(-3 * 86_400_000, 370 * 86_400_000),
)
@example(ms=1711848600000, zone="Europe/Berlin", later=0)  # the clocks go forward
@example(ms=1729989000000, zone="Europe/Berlin", later=0)  # the clocks go back
@example(ms=1709164800000, zone="UTC", later=300 * 86_400_000)  # a leap day
def test_a_time_that_was_printed_reads_as_both_classes_read_it(pattern, ms, zone, later):
    text = compile_joda(pattern.replace("ZZ", "Z")).format(ms, zone)
    now = max(ms + later, 0)
    quick, slow = quick_and_slow(pattern, text, now, zone)
    assert quick is None or quick == slow
    if zone == "UTC" and "yyyy" in pattern:
        assert quick is not None


@settings(deadline=None, max_examples=400)
@given(
    fields=st.lists(st.sampled_from(FIELDS), min_size=3, max_size=9, unique_by=lambda field: field[0]),
    marks=st.lists(
        st.sampled_from(["", "", " ", "-", "+", ":", ".", ",", "/", "'T'", "'Z'", "'E'", "_", "''"]), min_size=10
    ),
    ms=st.integers(-86_400_000 * 366, 4_102_444_800_000),
    zone=st.sampled_from(ZONES),
    change=st.none()
    | st.tuples(st.integers(0, 40), st.sampled_from(["", "0", "9", " ", "-", "+", "E", "a", "Z", "٢"])),
)
def test_any_pattern_and_any_text_read_as_both_classes_read_them(fields, marks, ms, zone, change):
    pattern = "".join(field + mark for field, mark in zip(fields, marks, strict=False))
    text = compile_joda(pattern).format(ms, zone)
    if change is not None:
        place, other = change
        text = text[:place] + other + text[place + 1 :]
    quick, slow = quick_and_slow(pattern, text, max(ms, 0), zone)
    assert quick is None or quick == slow


@settings(deadline=None, max_examples=300)
@given(
    pattern=st.sampled_from(PATTERNS),
    numbers=st.lists(st.integers(0, 99), min_size=8, max_size=8),
    month=st.sampled_from(["Jan", "feb", "MAY", "sEp", "Dez", "Mon"]),
)
def test_numbers_out_of_range_read_as_both_classes_read_them(pattern, numbers, month):
    values = iter(numbers)
    text = pattern.replace("'", "").replace("MMM", month).replace("EEE", "Tue").replace("a", "PM")
    for field in ("yyyy", "MM", "dd", "HH", "hh", "kk", "KK", "mm", "SSS", "ss"):
        text = text.replace(field, f"{next(values, 7) + (1990 if field == 'yyyy' else 0):0{len(field)}d}")
    text = text.replace("ZZ", "+0130").replace(" Z", f" -{numbers[0]:02d}{numbers[1]:02d}")
    quick, slow = quick_and_slow(pattern, text, 1718452800000, "Europe/Berlin")
    assert quick is None or quick == slow


@pytest.mark.parametrize("pattern", PATTERNS)
def test_usual_patterns_have_the_short_way(pattern):
    assert compile_device_time(pattern)._quick is not None


@pytest.mark.parametrize(
    "pattern",
    [
        "yyyy-MM-dd HH:mm:ss.S",
        "yyyy-M-d",
        "yy-MM-dd",
        "YYYY-MM-dd",
        "yyyy-MM-dd HH hh",
        "yyyy-MM-dd HH a",
        "yyyy-MM-dd MM",
        "yyyySSS-MM-dd",
        "ZyyyyMMdd",
        "yyyy-MM-dd'1'",
        "yyyy-MM-dd HH'E'mm",
        "HH:mm",
        "yyyy-MM-dd z",
    ],
)
def test_what_the_classes_may_read_differently_has_no_short_way(pattern):
    assert compile_device_time(pattern)._quick is None


def test_an_hour_in_which_clocks_change_is_left_to_the_classes():
    times = compile_device_time("yyyy-MM-dd HH:mm:ss")
    start = datetime(2024, 10, 26, tzinfo=UTC)
    unsure = {
        hour
        for hour in range(48)
        if times._quick(f"{start + timedelta(hours=hour):%Y-%m-%d %H}:30:00", 0, "Europe/Berlin") is None
    }
    assert unsure == {26}


def test_dates_are_forgotten_before_they_are_too_many(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.values.times.quick._MAX_DATES", 2)
    times = compile_device_time.__wrapped__("yyyy-MM-dd")
    for _ in range(2):
        for day in range(1, 6):
            assert times.reader(lambda: 0, "UTC")(f"1970-01-{day:02d}") == (day - 1) * 86_400_000


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None, max_examples=30)
@given(
    start=st.integers(0, 4_102_444_800_000),
    steps=st.lists(st.sampled_from([0, 1, 999, 1000, 59_000, 60_000, 3_600_000, 86_400_000]), min_size=3, max_size=8),
    zone=st.sampled_from(ZONES),
    change=st.none()
    | st.tuples(st.integers(0, 40), st.sampled_from(["", "0", "9", " ", "-", "+", "E", "a", "Z", "٢"])),
)
@example(start=1711846799000, steps=[0, 1, 1000, 59_000], zone="Europe/Berlin", change=(18, "9"))
@example(start=1729987199000, steps=[0, 1, 1000, 3_600_000], zone="Europe/Berlin", change=(22, ""))
def test_times_of_one_minute_read_as_each_reads_alone(pattern, start, steps, zone, change):
    times = compile_device_time.__wrapped__(pattern)
    read = times.reader(lambda: start, zone)
    for step in steps:
        start += step
        text = compile_joda(pattern.replace("ZZ", "Z")).format(start, zone)
        assert read(text) == times._compare(text, start, zone).epoch_ms
        if change is not None:
            place, other = change
            changed = text[:place] + other + text[place + 1 :]
            assert read(changed) == times._compare(changed, start, zone).epoch_ms


def test_minutes_are_forgotten_before_they_are_too_many(monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.values.times.quick._MAX_HEADS", 2)
    read = compile_device_time.__wrapped__("yyyy-MM-dd HH:mm:ss").reader(lambda: 0, "UTC")
    for _ in range(2):
        for minute in range(5):
            for second in (7, 8):
                assert read(f"1970-01-01 00:{minute:02d}:{second:02d}") == (60 * minute + second) * 1000


def test_the_year_of_a_date_without_one_is_not_remembered():
    times = compile_device_time("MMM dd HH:mm:ss")
    for year in (2023, 2024, 2023):
        now = int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)
        expected = int(datetime(year, 5, 1, tzinfo=UTC).timestamp() * 1000)
        assert times.reader(lambda now=now: now, "UTC")("May 01 00:00:00") == expected
