"""The bars over time have each event once, however long the time is."""

import re
from itertools import pairwise

from hypothesis import given, strategies as st

from qradar_builder.report.survey.chart import bars_of, chart

HOUR = 3_600_000
CELLS = st.lists(
    st.tuples(st.integers(0, 20_000), st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=30
).map(lambda rows: [{"start": hour * HOUR, "counts": {"parsed": one, "unknown": two}} for hour, one, two in rows])


@given(cells=CELLS)
def test_no_event_is_lost_or_twice(cells):
    bars = bars_of(cells, "hour")
    assert sum(bar.total for bar in bars) == sum(sum(cell["counts"].values()) for cell in cells)
    assert len(bars) <= 241
    assert all(before.end == after.begin for before, after in pairwise(bars))
    assert bars[0].begin <= min(cell["start"] for cell in cells)
    assert bars[-1].end > max(cell["start"] for cell in cells)


def test_cells_without_a_time_are_no_picture():
    assert bars_of([{"start": None, "counts": {"parsed": 1}}], "hour") == []
    assert bars_of([{"start": 0, "counts": {"parsed": 1}}], "all") == []
    assert not chart([])


def test_a_bar_has_the_outcomes_one_above_the_other():
    shown = chart(bars_of([{"start": 0, "counts": {"parsed": 3, "unknown": 1, "<b>": 4}}], "day"))
    assert re.findall(r"<title>(.*?)</title>", shown) == [
        "1970-01-01T00:00:00Z: 3 parsed",
        "1970-01-01T00:00:00Z: 1 unknown",
        "1970-01-01T00:00:00Z: 4 &lt;b&gt;",
    ]
    heights = [float(each) for each in re.findall(r'<rect [^>]*height="([\d.]+)"', shown)]
    assert sum(heights) == 180
    assert re.findall(r">([^<>]+)</text>", shown) == [
        "from 1970-01-01T00:00:00Z",
        "at most 8 events in a bar",
        "to 1970-01-02T00:00:00Z",
    ]
