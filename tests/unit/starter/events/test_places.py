"""Values that have a place in their line, and no name."""

from __future__ import annotations

import re

import pytest

from qradar_builder.starter.events.places import place_pattern, placed_columns


def values_of(*lines):
    return [values for _, _, _, values, _ in placed_columns(lines, lines)]


def test_each_place_of_csv_is_a_column():
    found = values_of('1,"TRAFFIC",end,192.0.2.1,,alee', '2,"THREAT",url,192.0.2.2,,bkim')
    assert found[1:4] == [("TRAFFIC", "THREAT"), ("end", "url"), ("192.0.2.1", "192.0.2.2")]
    assert found[4:] == [(None, None), ("alee", "bkim")]


def test_a_delimiter_between_quotes_parts_nothing():
    assert values_of('1,"a,b",x,y,z,last')[5] == ("last",)


@pytest.mark.parametrize(
    "line", ["Accepted password for alee from 192.0.2.1", "a sentence of words, and another one, for people alone"]
)
def test_a_text_for_people_has_no_places(line):
    assert values_of(line) == []


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_the_expression_finds_its_place_and_is_quick(delimiter):
    line = delimiter.join(["one", "two", '"three"', "four"])
    assert re.search(place_pattern(2, delimiter), line)[1] == "three"
    assert re.search(place_pattern(50, delimiter), delimiter.join(["x"] * 49)) is None
