"""A DeviceTime that is far from the receipt of its event is a warning."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.values.times.limits import DAY, TimeLimits

NOW = 1_767_225_600_000  # 2026-01-01T00:00:00Z


@pytest.mark.parametrize("time", [NOW, NOW + DAY, NOW - 30 * DAY])
def test_a_time_within_the_limits_is_taken(time):
    assert TimeLimits().warning(time, NOW) == ""


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (NOW + DAY + 1, "2026-01-02T00:00:00.001Z is 1 day after the event is received"),
        (NOW - 30 * DAY - 1, "2025-12-01T23:59:59.999Z is 30 days before the event is received"),
        (NOW - 2557 * DAY, "2019-01-01T00:00:00.000Z is 2,557 days before the event is received"),
        (10**18, "1000000000000000000 ms is 11,574,053,620 days after the event is received"),
    ],
)
def test_a_time_beyond_the_limits_is_told(time, told):
    assert TimeLimits().warning(time, NOW) == told


@given(st.integers(), st.integers(0, 10**13), st.integers(0, 10**13))
def test_any_time_is_taken(time, ahead, behind):
    near = -behind <= time - NOW <= ahead
    assert (TimeLimits(ahead, behind).warning(time, NOW) == "") is near
