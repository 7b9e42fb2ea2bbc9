"""Ranges of lists."""

import pytest

from qradar_builder.console.model.listing.filter import WrongFilter
from qradar_builder.console.model.listing.part import content_range, part_of


@pytest.mark.parametrize(
    ("header", "total", "said"),
    [
        ("items=0-49", 120, "items 0-49/120"),
        ("items=100-149", 120, "items 100-119/120"),
        ("items=0-0", 1, "items 0-0/1"),
        ("items=0-9", 0, "items */0"),
        ("items=5-9", 5, "items */5"),
    ],
)
def test_a_part_is_said_in_the_answer(header, total, said):
    part = part_of(header)
    assert content_range(part, total) == said
    assert len(range(total)[part]) == (0 if "*" in said else int(said.split("-")[1].split("/")[0]) - part.start + 1)


@pytest.mark.parametrize("header", ["", "items=1", "items=3-2", "bytes=0-1", "items=a-b", "items=0-" + "9" * 99])
def test_what_is_no_range_is_refused(header):
    with pytest.raises(WrongFilter):
        part_of(header)
