"""DateTimeFormatter patterns answer as a Java 17 virtual machine did."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings, strategies as st

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import compile_formatter
from qradar_builder.javalang.dates.formatter.reader import MAX_PATTERN_LENGTH, MAX_SECTION_DEPTH

VECTORS = json.loads((Path(__file__).parents[4] / "conformance" / "java_dates.json").read_text("utf-8"))
LETTERS = "GuyYQqMLwWdDFEecaBhKkHmsSAnNVvzOXxZpg"
ZONES = ("UTC", "+05:30", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe")
# Patterns that hold a whole instant, so that what they print reads back as the same one.
WHOLE = (
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXXXX",
    "uuuuMMddHHmmssSSSZ",
    "d/M/yyyy h:m:s.SSSSSS a xxx",
    "EEEE, d MMMM y kk:mm:ss.SSS OOOO",
    "uuuu-DDD'T'A X VV",
    "YYYY-'W'ww-e N XXX",
    "g A XXX",
    "G yyyy-MM-dd[ HH:mm[:ss[.SSS]]][XXX]",
)


def error_of(call):
    with pytest.raises(JavaDateError) as caught:
        call()
    return caught.value


def has_whole_minutes(zone, ms):
    if ":" in zone:
        return True
    offset = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() % 60 == 0


def run(vector):
    pattern = compile_formatter(vector["pattern"])
    return getattr(pattern, vector["op"])(vector["input"], vector["zone"])


@pytest.mark.parametrize("vector", [v for v in VECTORS if "result" in v], ids=lambda v: v["name"])
def test_answers_as_java_does(vector):
    assert run(vector) == vector["result"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "error" in v], ids=lambda v: v["name"])
def test_fails_as_java_does(vector):
    error = error_of(lambda: run(vector))
    expected = vector["error"]
    assert (error.kind, error.message) == (expected["kind"], expected["message"])
    if error.kind != "pattern":  # Java does not tell the place in the pattern
        assert error.index == expected["index"]


def test_there_are_vectors_for_every_letter():
    assert len(VECTORS) >= 400
    assert {letter for letter in LETTERS if any(letter in v["pattern"] for v in VECTORS)} == set(LETTERS)


@pytest.mark.parametrize(
    ("pattern", "index"),
    [("yyyy-MM-ddTHH", 10), ("yyyy'", 4), ("yy]", 2), ("HH{", 2), ("HHmmddd", 4), ("ppHmm", 3), ("yyyy-p", 5)],
)
def test_the_place_of_a_refusal_is_told(pattern, index):
    assert error_of(lambda: compile_formatter(pattern)).index == index


@settings(deadline=None)
@given(
    pattern=st.sampled_from(WHOLE),
    zone=st.sampled_from(ZONES),
    ms=st.integers(-62_135_596_800_000 // 30, 253_000_000_000_000),
)
def test_what_is_printed_reads_back(pattern, zone, ms):
    # Before the standard times, offsets had seconds, which only five letters print.
    assume("XXXXX" in pattern or has_whole_minutes(zone, ms))
    ms -= ms % 1000 if "SSS" not in pattern and "A" not in pattern and "N" not in pattern else 0
    compiled = compile_formatter(pattern)
    assert compiled.parse(compiled.format(ms, zone), zone) == ms


@settings(deadline=None)
@given(
    pattern=st.text(alphabet=LETTERS + "[]'-:. #{é", max_size=30),
    text=st.text(alphabet="0123456789-+:. ZTGMUCJanuryW٢é", max_size=30),
    ms=st.integers(),
    zone=st.one_of(st.none(), st.sampled_from(ZONES), st.text(max_size=8)),
)
def test_nothing_but_its_own_error_is_raised(pattern, text, ms, zone):
    try:
        compiled = compile_formatter(pattern)
    except JavaDateError as error:
        assert 0 <= error.index <= len(pattern)  # noqa: PT017  # most patterns are refused, some are not
        return
    for call in (lambda: compiled.format(ms, zone), lambda: compiled.parse(text, zone)):
        try:
            result = call()
        except JavaDateError as error:
            assert error.message  # noqa: PT017  # as above
        else:
            assert isinstance(result, str | int)


def test_hostile_patterns_are_bounded():
    assert error_of(lambda: compile_formatter("y" * (MAX_PATTERN_LENGTH + 1))).kind == "unsupported"
    assert error_of(lambda: compile_formatter("[" * (MAX_SECTION_DEPTH + 1) + "y")).kind == "unsupported"
    assert compile_formatter("[" * MAX_SECTION_DEPTH + "yyyy").format(0, "UTC") == "1970"


@pytest.mark.parametrize("pattern", ["HH:mm", "yyyy-MM-dd[X]", "[" * 40 + "H" + "]" * 40])
def test_a_long_text_is_answered_at_once(pattern):
    assert error_of(lambda: compile_formatter(pattern).parse("1" * 1_000_000, "UTC")).kind == "text"


def test_a_zone_without_data_is_named():
    error = error_of(lambda: compile_formatter("HH").format(0, "SystemV/EST5"))
    assert (error.kind, error.message) == ("unsupported", "No data for the time zone SystemV/EST5")


@pytest.mark.parametrize("pattern", ["yyyy-MM-dd'T'HH:mm:ss.SSSX", "EEE, dd MMM yyyy HH:mm:ss Z", "yyyyMMddHHmmss"])
def test_the_short_way_says_what_the_long_way_says(pattern):
    quick, slow = compile_formatter.__wrapped__(pattern), compile_formatter.__wrapped__(pattern)
    assert quick._quick_format is not None
    assert quick._quick_parse is not None
    slow._quick_format = slow._quick_parse = None
    for ms in (0, 1714561200000, -1000, 4102444800000, 253402300799000):
        text = quick.format(ms, "Europe/Berlin")
        assert text == slow.format(ms, "Europe/Berlin")
        assert quick.parse(text, "Europe/Berlin") == slow.parse(text, "Europe/Berlin")
