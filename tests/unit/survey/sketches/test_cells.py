"""Cells of time and source: exact up to the bound, then by longer times and shorter paths."""

from datetime import UTC, datetime

import pytest

from qradar_builder.survey.sketches.cells import BY_BOTH, BY_HOUR, BY_SOURCE, HOUR, Cells


def hour(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000) // HOUR


def starts(cells):
    return {
        cell.start and datetime.fromtimestamp(cell.start / 1000, UTC).strftime("%Y-%m-%d %H"): cell.counts["a"]
        for cell in cells.result()
    }


@pytest.mark.parametrize(
    ("bound", "step", "expected"),
    [
        (5, "hour", {"2024-01-31 05": 1, "2024-01-31 23": 1, "2024-02-01 00": 1, "2025-02-01 00": 1, None: 1}),
        (4, "day", {"2024-01-31 00": 2, "2024-02-01 00": 1, "2025-02-01 00": 1, None: 1}),
        (3, "year", {"2024-01-01 00": 3, "2025-01-01 00": 1, None: 1}),
        (2, "all", {0: 4, None: 1}),
    ],
)
def test_more_times_than_the_bound_become_longer_ones(bound, step, expected):
    cells = Cells(BY_HOUR, bound)
    for text in ("2024-01-31T05:00", "2024-01-31T23:00", "2024-02-01T00:00", "2025-02-01T00:00"):
        cells.add("", hour(text), "a", 1)
    cells.add("", None, "a", 1)
    assert (cells.step, starts(cells)) == (step, expected)


def test_times_that_no_log_has_are_counted_together():
    cells = Cells(BY_HOUR, 10)
    for each in (-5, 10**12, hour("2024-01-01T00:00")):
        cells.add("", each, "a", 1)
    assert [(cell.outside, cell.counts["a"]) for cell in cells.result()] == [(True, 2), (False, 1)]


def test_more_sources_than_the_bound_become_their_folders():
    cells = Cells(BY_SOURCE, 3)
    for source in ("s3://b/x/1.gz", "s3://b/x/2.gz", "s3://b/y/1.gz", "local.log"):
        cells.add(source, None, "a", 1)
    assert {cell.source: cell.counts["a"] for cell in cells.result()} == {
        "s3://b/x/…": 2,
        "s3://b/y/…": 1,
        "local.log": 1,
    }
    assert cells.source_parts == 4
    for number in range(10):
        cells.add(f"{number}.log", None, "a", 1)
    assert {cell.source: cell.counts["a"] for cell in cells.result()} == {"": 14}


def test_sources_and_times_together_become_coarser_in_turn():
    cells = Cells(BY_BOTH, 4)
    for number in range(48):
        cells.add(f"a/{number % 2}.log", number, "a", 1)
    assert (cells.step, cells.source_parts) == ("day", None)
    assert {cell.counts["a"] for cell in cells.result()} == {12}
