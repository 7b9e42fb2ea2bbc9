"""Times as APIs write them."""

import pytest

from qradar_builder.simulation.service import times

MOMENT = 17676036001234567
"""2026-01-05T09:00:00.1234567Z in ticks."""

WRITTEN = {
    "iso": "2026-01-05T09:00:00.123Z",
    "iso-s": "2026-01-05T09:00:00Z",
    "iso-us": "2026-01-05T09:00:00.123456Z",
    "iso-ticks": "2026-01-05T09:00:00.1234567+00:00",
    "s": 1767603600,
    "ms": 1767603600123,
    "us": 1767603600123456,
    "ns": 1767603600123456700,
    "http": "Mon, 05 Jan 2026 09:00:00 GMT",
    "yyyy-MM-dd HH:mm:ss": "2026-01-05 09:00:00",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_time_is_written_and_read_again(form):
    assert times.written(MOMENT, form) == WRITTEN[form]
    read = times.read(str(WRITTEN[form]), form)
    assert times.written(read, form) == WRITTEN[form]
    assert 0 <= MOMENT - read < times.SECOND


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T09:00:00Z", 17676036000000000),
        ("2026-01-05T10:00:00+01:00", 17676036000000000),
        ("2026-01-05T04:30:00.5-0430", 17676036005000000),
        ("2026-01-05 09:00", 17676036000000000),
        ("2026-01-05", 17675712000000000),
    ],
)
def test_forms_of_iso_8601_are_read(text, moment):
    assert times.read(text, "iso") == moment


@pytest.mark.parametrize(
    ("text", "form"), [("", "iso"), ("soon", "iso"), ("2026-13-05", "iso"), ("1.5", "ms"), ("x", "yyyy"), ("", "s")]
)
def test_what_is_no_time_is_refused(text, form):
    with pytest.raises(times.NotReadableError):
        times.read(text, form)


def test_a_format_that_is_none_is_told():
    assert times.problem_of("iso") is None
    assert times.problem_of("yyyy-MM-dd") is None
    assert times.problem_of("yyyy-bb")
