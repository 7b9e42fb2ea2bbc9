import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.dsm.values.times.device_time import MAX_TEXT, compile_device_time, read_message_time
from qradar_builder.javalang.dates.errors import JavaDateError

CASES = json.loads(
    (Path(__file__).parents[4] / "conformance" / "dsm" / "device_times.json").read_text(encoding="utf-8")
)
NOW = 1718452800000  # 2024-06-15T12:00:00Z


def milliseconds(text):
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def read(case):
    now = milliseconds(case["now"])
    if case.get("leef"):
        return read_message_time(case["text"], case["pattern"], now, case["zone"])
    return compile_device_time(case["pattern"]).read(case["text"], now, case["zone"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_text_is_the_time_of_the_table_or_has_its_warning(case):
    reading = read(case)
    assert reading.epoch_ms == case["epoch_ms"]
    assert case["warning"] in reading.warning
    assert bool(reading.warning) == (reading.epoch_ms is None)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_fast_way_gives_the_same(case):
    if not case.get("leef"):
        times = compile_device_time(case["pattern"])
        now = milliseconds(case["now"])
        for _ in range(2):  # the second time, the date is remembered
            assert times.reader(lambda: now, case["zone"])(case["text"]) == case["epoch_ms"]


def test_the_results_of_both_classes_are_told():
    reading = compile_device_time("yyyy-MM-dd HH:mm:ss.SSS").read("2024-03-05 17:04:10.5", NOW, "UTC")
    assert (reading.joda, reading.simple) == (1709658250500, 1709658250005)
    reading = compile_device_time("yyyy-MM-dd HH:mmX").read("2024-03-05 17:04Z", NOW, "UTC")
    assert (reading.joda, reading.simple) == (
        "refuses the date pattern (Illegal pattern component: X)",
        1709658240000,
    )


def test_a_class_that_was_not_asked_has_no_result():
    reading = read_message_time("1709658250", None, NOW, "UTC")
    assert (reading.joda, reading.simple) == (None, None)
    reading = read_message_time("2024", "yyyy", NOW, "UTC")
    assert (reading.joda, reading.simple) == (None, 1704067200000)


@pytest.mark.parametrize("pattern", ["yyyy-MM-ddTHH:mm:ss.ffffffZ", "'", "y" * 3000])
def test_a_pattern_that_neither_class_takes_is_refused_with_both_reasons(pattern):
    with pytest.raises(
        JavaDateError, match=r"neither date class .* Joda-Time says “.+”, SimpleDateFormat “.+”"
    ) as caught:
        compile_device_time(pattern)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("pattern", [None, "yyyy-MM-dd", "yy", "ssssssssss"])
def test_what_is_much_too_long_is_no_time(pattern):
    for text in ("9" * (MAX_TEXT + 1), "9" * 1_000_000):
        reading = compile_device_time(pattern).read(text, NOW, "UTC")
        assert reading.epoch_ms is None
        assert f"it has {len(text):,} characters" in reading.warning
        assert len(reading.warning) < 200
    assert "it has 300 characters" in read_message_time("9" * 300, pattern, NOW, "UTC").warning


def test_what_is_no_zone_is_an_error_of_the_caller():
    with pytest.raises(JavaDateError, match="Unknown time-zone ID"):
        compile_device_time("yyyy").read("2024", NOW, "Europe/Atlantis")
    with pytest.raises(JavaDateError, match="Unknown time-zone ID"):
        read_message_time("2024", "yyyy", NOW, "Europe/Atlantis")
    with pytest.raises(JavaDateError, match="offset has seconds"):
        compile_device_time("yyyy").read("2024", NOW, "+01:00:01")


@pytest.mark.parametrize("zone", ["UTC", "Z", "GMT", "Etc/UTC", "+00:00"])
def test_utc_has_many_names(zone):
    assert compile_device_time("yyyy-MM-dd H").read("2024-03-05 17", NOW, zone).epoch_ms == 1709658000000


@pytest.mark.parametrize("zone", ["+05:30", "GMT+05:30", "UTC+05:30", "Asia/Kolkata"])
def test_an_offset_is_a_zone_for_both_classes(zone):
    for pattern in ("yyyy-MM-dd H:mm", "yyyy-MM-dd HH:mm"):
        assert compile_device_time(pattern).read("2024-03-05 17:00", NOW, zone).epoch_ms == 1709638200000


@settings(deadline=None)
@given(
    pattern=st.one_of(
        st.none(),
        st.sampled_from([case["pattern"] for case in CASES]),
        st.text(alphabet="yMdHhkKmsSaEZzXDwYxCe'-:/. TG", max_size=24),
    ),
    text=st.one_of(
        st.sampled_from([case["text"] for case in CASES]),
        st.text(alphabet="0123456789-+:/. TZMarPECS٢∞é\0", max_size=30),
        st.text(max_size=MAX_TEXT + 10),
    ),
    now=st.integers(0, 4_102_444_800_000),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "+05:45"]),
)
def test_every_text_has_a_time_or_a_warning(pattern, text, now, zone):
    try:
        times = compile_device_time(pattern)
    except JavaDateError:
        return
    for reading in (times.read(text, now, zone), read_message_time(text, pattern, now, zone)):
        assert bool(reading.warning) == (reading.epoch_ms is None)
    assert times.reader(lambda: now, zone)(text) == times.read(text, now, zone).epoch_ms
