"""Templates of unknown events: found again in logs of four styles, and the same in any order."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.shapes.masking import shape_of
from qradar_builder.survey.shapes.templates import templates_of
from tests.known_logs import ITEMS, LOGS, grouping_accuracy


@pytest.mark.parametrize("name", sorted(LOGS))
def test_the_templates_of_a_log_are_found_again(name):
    lines, known = zip(*LOGS[name](), strict=True)
    shapes = [shape_of(line) for line in lines]
    template = {shape: each.template for each in templates_of(shapes) for shape in each.shapes}
    assert grouping_accuracy([template[shape] for shape in shapes], known) >= 0.95


def test_the_accuracy_counts_lines_whose_group_is_exactly_the_true_one():
    known = ["a", "a", "b", "b", "c"]
    assert grouping_accuracy([1, 1, 2, 2, 3], known) == 1
    assert grouping_accuracy([1, 1, 2, 3, 4], known) == 3 / 5
    assert grouping_accuracy([1, 1, 1, 2, 3], known) == 1 / 5


WORDS = st.sampled_from(["user", "login", "failed", "alice", "bob", "carol", "x", "y", "<*>", "action=go", "port=<*>"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), max_size=25), st.randoms(use_true_random=False))
def test_each_shape_has_one_template_whatever_the_order(shapes, chance):
    found = templates_of(shapes)
    assert sorted(shape for each in found for shape in each.shapes) == sorted(set(shapes))
    chance.shuffle(shapes)
    assert templates_of(shapes) == found


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        # Words that logs tell events with tell kinds apart, and few others do.
        (["session opened for user <*>", "session closed for user <*>"], 2),
        (["memtable flushed", "sstable flushed"], 2),
        # Names are values, also one that is a word.
        (["login of alice", "login of bob", "login of carol", "login of root"], 1),
        # A variable of several words, also where it holds none of one word.
        (["user <*> not found", "user Mary Ann Jones not found"], 1),
        ([f"rule set {' '.join(ITEMS[size % 7 :: 3][: 1 + size % 4])} reloaded" for size in range(60)], 1),
        # What a variable takes may not tell anything.
        (["password of <*> changed", "password of locked account <*> changed"], 2),
        # Values of a key that is sure to tell kinds apart stay apart, however many there are.
        ([f"event_id={number}" for number in range(40)], 40),
        ([f"job name=n{number}" for number in range(40)], 1),
    ],
)
def test_shapes_are_one_template_or_several(shapes, expected):
    assert len(templates_of(shapes)) == expected
