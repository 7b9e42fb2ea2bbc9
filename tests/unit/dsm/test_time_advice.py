"""What is said of a device time that neither of the date classes reads."""

from __future__ import annotations

import pytest

from qradar_builder.dsm.values.times.device_time import compile_device_time

NOW = 1_767_603_600_000


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("yyyy-MM-dd HH:mm:ss", "2024-03-05T10:20:30.123+0200", "`yyyy-MM-dd'T'HH:mm:ss.SSSZ` reads this text"),
        ("dd/MM/yyyy HH:mm", "2024-03-05 10:20", "`yyyy-MM-dd HH:mm` reads this text"),
        ("yyyy-MM-dd", "1712345678", "no date pattern can read a number of seconds or milliseconds"),
        ("yyyy-MM-dd HH:mm:ss", " ", "the text is empty"),
        ("MMM dd yyyy HH:mm:ss", "2024-03-05T10:20:30.123456Z", "end the date pattern with ` Z`"),
    ],
)
def test_a_time_that_is_not_read_leads_to_a_pattern_that_reads_it(pattern, text, words):
    reading = compile_device_time(pattern).read(text, NOW, "UTC")
    assert reading.epoch_ms is None
    assert words in reading.warning


def test_what_is_suggested_reads_the_text():
    warning = compile_device_time("dd/MM/yyyy").read("2024-03-05 10:20:30", NOW, "UTC").warning
    suggested = warning.partition("` reads this text")[0].rpartition("`")[2]
    assert compile_device_time(suggested).read("2024-03-05 10:20:30", NOW, "UTC").epoch_ms == 1709634030000
