"""What overlaps a place is found without a look at all places: against a look at each."""

from __future__ import annotations

from hypothesis import given, strategies as st

from qradar_builder.lint.dataflow.by_place import ByPlace
from qradar_builder.lint.dataflow.state_path import ANY, overlap

steps = st.sampled_from(["a", "ab", "b", ANY, "a" + ANY, "ab" + ANY])
paths = st.lists(steps, max_size=4).map(tuple)


@given(st.lists(paths, max_size=12), st.lists(paths, min_size=1, max_size=4))
def test_finds_what_a_look_at_all_finds_in_the_same_order(places, asked):
    by_place = ByPlace((path, number) for number, path in enumerate(places))
    for path in [*asked, *asked]:
        assert by_place.overlapping(path) == tuple(n for n, each in enumerate(places) if overlap(each, path))
