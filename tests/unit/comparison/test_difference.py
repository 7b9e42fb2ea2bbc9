"""A comparison leaves nothing out: the changes turn the old tree into the new one, whatever the trees are."""

from hypothesis import given, strategies as st

from qradar_builder.comparison.alignment import relabelled, renames
from qradar_builder.comparison.application import applied
from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.difference import differences
from qradar_builder.comparison.model import Kind, Part, part

LABELS = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.dictionaries(
    st.sampled_from(["uuid", "id", "name", "element", "text", "QID record"]),
    st.one_of(st.sampled_from(["a", "b", "c", "1"]), st.integers(0, 2), st.booleans(), st.tuples(LABELS)),
    max_size=3,
)
INSIDE = {
    Kind.EXTENSION: ((Kind.TYPE, Kind.QID, Kind.PROPERTY), ()),
    Kind.TYPE: ((Kind.MAPPING,), (Kind.EXPRESSION,)),
    Kind.PROPERTY: ((Kind.OF_TYPE,), (Kind.PARAMETER,)),
    Kind.OF_TYPE: ((), (Kind.ACTION,)),
}
"""What the parts of each kind hold: parts with labels, and lists."""


def trees(kind):
    named, listed = INSIDE.get(kind, ((), ()))
    return st.builds(
        lambda values, parts, lists: part(kind, values, parts, lists),
        VALUES,
        st.fixed_dictionaries({each: st.dictionaries(LABELS, trees(each), max_size=3) for each in named}),
        st.fixed_dictionaries({each: st.lists(trees(each), max_size=5).map(tuple) for each in listed}),
    )


TREES = trees(Kind.EXTENSION)


@given(TREES, TREES)
def test_the_changes_turn_any_tree_into_any_other(old, new):
    changes = list(differences(old, new))
    assert applied(old, changes) == new
    assert applied(old, reversed(changes)) == new


@given(TREES, TREES)
def test_so_they_do_where_things_have_other_names(old, new):
    same = relabelled(old, renames(old, new, alone=True))
    assert applied(same, differences(same, new)) == new


@given(TREES)
def test_equal_trees_have_no_difference(tree):
    assert list(differences(tree, tree)) == []
    assert renames(tree, tree) == {}


@given(TREES, TREES)
def test_each_change_says_something_that_is_different(old, new):
    for change in differences(old, new):
        assert change.old != change.new or type(change.old) is not type(change.new)
        assert (change.operation is Operation.ADDED) == (change.attribute is None and change.old is None)


def listed(*texts):
    return tuple(Part(Kind.EXPRESSION, {"kind": "json", "text": text}) for text in texts)


def operations(old, new):
    one, other = (Part(Kind.FIELD, lists={Kind.EXPRESSION: each}) for each in (old, new))
    return [(str(each.operation), each.path[0].place, each.attribute) for each in differences(one, other)]


def test_one_that_goes_to_the_front_is_moved_and_the_others_stay():
    assert operations(listed("a", "b", "c"), listed("c", "a", "b")) == [("moved", 0, None)]


def test_what_has_the_place_that_it_had_is_never_said_to_move():
    assert operations(listed("a", "b", "c"), listed("c", "b", "a")) == [("moved", 0, None), ("moved", 2, None)]
    moves = operations(listed("a", "b", "m", "c", "d"), listed("c", "d", "m", "a", "b"))
    assert moves == [("moved", place, None) for place in (0, 1, 3, 4)]


def test_one_that_is_corrected_is_changed_and_not_replaced():
    assert operations(listed("a", "b", "c"), listed("a", "x", "c")) == [("changed", 1, "text")]


def test_one_that_is_removed_is_named_by_its_old_place():
    assert operations(listed("a", "b", "c"), listed("a", "c")) == [("removed", 1, None)]


def test_one_that_is_there_twice_is_removed_once():
    assert operations(listed("a", "a"), listed("a")) == [("removed", 1, None)]
