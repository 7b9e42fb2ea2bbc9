"""Sketches as arrays: what is merged is what was added together, and what Apache DataSketches gives."""

import numpy as np
import pytest
from datasketches import hll_union, tgt_hll_type

from qradar_builder.survey.sketches.arrays import KeySketch, count_in


def sketch_of(keys, count=1):
    made = KeySketch(4, 1024)
    made.add(keys, [count] * len(keys))
    return made


def loaded(sketch):
    made = KeySketch(4, 1024)
    made.load(memoryview(sketch.registers()), memoryview(sketch.counters()))
    return made


@pytest.mark.parametrize("form", [loaded, lambda sketch: sketch])
def test_what_is_merged_is_what_was_added_together(form):
    keys = [f"{number}" for number in range(9_000)]
    whole = sketch_of([*keys, *keys[2_000:5_000]])
    merged, other = form(sketch_of(keys[:5_000])), form(sketch_of(keys[2_000:]))
    before = other.registers(), other.counters()
    merged.merge(other)
    assert (merged.registers(), merged.counters()) == (whole.registers(), whole.counters())
    assert (other.registers(), other.counters()) == before
    merged.add(["late"], [70_000])
    assert 70_000 <= count_in(merged.counting(), "late") <= 70_100


def test_the_estimate_is_that_of_a_union():
    made = sketch_of([f"key {number}" for number in range(20_000)])
    union = hll_union(12)
    union.update(made.distinct())
    assert union.get_result(tgt_hll_type.HLL_8).get_estimate() == made.distinct().get_estimate()
    assert made.distinct().get_estimate() == pytest.approx(20_000, rel=0.05)


@pytest.mark.parametrize(("count", "width"), [(1, 1), (255, 1), (256, 2), (70_000, 4), (5_000_000_000, 8)])
def test_counters_take_as_few_bytes_as_the_largest_needs(count, width):
    made = sketch_of(["a"], count)
    assert len(made.counters()) == 4 * 1024 * width
    assert count_in(loaded(made).counting(), "a") == count


def test_a_sketch_without_keys_is_empty():
    made = sketch_of([])
    assert made.registers() == bytes(4096)
    assert not np.frombuffer(made.counters(), np.uint8).any()
    assert count_in(made.counting(), "a") == 0


def test_half_a_surrogate_pair_is_counted():
    assert count_in(sketch_of(["\ud800", "b"]).counting(), "\ud800") == 1
