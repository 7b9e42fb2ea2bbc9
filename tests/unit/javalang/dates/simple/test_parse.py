"""Where SimpleDateFormat stops to read a text, as a Java 17 virtual machine did."""

import json
from pathlib import Path

import pytest

from qradar_builder.javalang.dates.simple.parse import TextReader
from qradar_builder.javalang.dates.simple.reader import read_simple_pattern
from qradar_builder.javalang.dates.zone import util_zone

VECTORS = json.loads((Path(__file__).parents[4] / "conformance" / "java_simple_dates.json").read_text("utf-8"))


def end_of(pattern, text, zone="UTC"):
    return TextReader(text, util_zone(zone), 1946).read(read_simple_pattern(pattern))


@pytest.mark.parametrize("vector", [v for v in VECTORS if "stopped" in v], ids=lambda v: v["name"])
def test_reading_stops_where_java_stops(vector):
    assert end_of(vector["pattern"], vector["input"], vector["zone"]) == vector["stopped"]


@pytest.mark.parametrize(
    ("pattern", "text", "end"),
    [
        ("yyyy-MM-dd", "2024-05-01 and more", 10),
        ("s", "1" * 100_000, 100_000),
        ("yyyyMMdd", "20240501123", 11),
        ("MMM d", "MAY 7th", 5),
    ],
)
def test_what_follows_is_not_read(pattern, text, end):
    assert end_of(pattern, text) == end


@pytest.mark.parametrize(("pattern", "text", "place"), [("yyyy-MM", "2024/05", 4), ("H 'h'", "7 H", 2), ("d", "", 0)])
def test_a_text_that_does_not_fit_gives_its_place(pattern, text, place):
    assert ~end_of(pattern, text) == place
