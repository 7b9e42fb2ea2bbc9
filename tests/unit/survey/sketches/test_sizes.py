"""Quantiles of a histogram of growing buckets."""

from collections import Counter

from hypothesis import given, strategies as st

from qradar_builder.survey.sketches.sizes import ERROR, Histogram

NUMBERS = st.lists(st.integers(0, 1 << 40), min_size=1, max_size=200)


@given(NUMBERS, st.sampled_from([1, 25, 50, 75, 90, 99, 99.9]))
def test_a_quantile_is_within_its_error(numbers, share):
    histogram = Histogram()
    histogram.add(Counter(numbers))
    found = histogram.result([share]).quantiles[f"{share:g}"]
    place = max(1, -(-round(len(numbers) * share * 10) // 1000))
    true = sorted(numbers)[place - 1]
    assert abs(found - true) <= max(true * ERROR, 0)


@given(NUMBERS)
def test_the_sum_and_the_ends_are_exact(numbers):
    histogram = Histogram()
    histogram.add(Counter(numbers))
    result = histogram.result()
    assert (result.count, result.total) == (len(numbers), sum(numbers))
    assert (result.smallest, result.largest) == (min(numbers), max(numbers))


def test_nothing_has_no_quantile():
    assert set(Histogram().result().quantiles.values()) == {None}
