import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.dsm.values.times.epochs import (
    EPOCH_MILLISECONDS,
    EPOCH_SECONDS,
    is_epoch_pattern,
    read_epoch,
)
from qradar_builder.dsm.values.times.patterns import traps
from qradar_builder.javalang.dates.simple.pattern import compile_simple

NOW = 1718452800000


def test_only_the_two_patterns_are_for_epoch_times():
    assert is_epoch_pattern(EPOCH_SECONDS)
    assert is_epoch_pattern(EPOCH_MILLISECONDS)
    for pattern in (None, "ssssssssss", "sssssssss Z", "ssssssssss Z ", "yyyy-MM-dd"):
        assert not is_epoch_pattern(pattern)
        assert read_epoch(str(pattern), "1700000000 +0000") is None


def test_the_two_patterns_have_no_traps():
    assert traps(EPOCH_SECONDS) == traps(EPOCH_MILLISECONDS) == ()


@given(st.integers(min_value=10**9, max_value=2**31 - 1), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]))
def test_the_time_is_that_of_simple_date_format_in_every_zone(second, zone):
    for pattern, digits, wanted in (
        (EPOCH_SECONDS, f"{second}", second * 1000),
        (EPOCH_MILLISECONDS, f"{second}042", second * 1000 + 42),
    ):
        text = f"{digits} +0000"
        assert read_epoch(pattern, text) == wanted
        assert compile_simple(pattern).parse(text, zone, NOW) == wanted
        assert compile_device_time(pattern).read(text, NOW, zone).epoch_ms == wanted


@pytest.mark.parametrize("text", ["", "1700000000", "1700000000 +0100", "170000000 +0000", "٠١٢٣٤٥٦٧٨٩ +0000"])
def test_other_texts_are_no_epoch_times(text):
    assert read_epoch(EPOCH_SECONDS, text) is None
    assert compile_device_time(EPOCH_SECONDS).reader(lambda: NOW, "UTC")(text) is None


def test_the_class_that_refuses_the_text_is_told():
    reading = compile_device_time(EPOCH_SECONDS).read("1700000000 +0000", NOW, "UTC")
    assert reading.simple == 1700000000000
    assert "does not read it" in str(reading.joda)
