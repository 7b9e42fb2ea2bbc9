"""Changes are applied to a tree, and nothing that it shares with others is changed."""

from __future__ import annotations

from hypothesis import given, strategies as st

from qradar_builder.jpath import Missing
from qradar_builder.workflow.recording.tree import Change, Tree, kept, same, value_at

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def test_what_is_shared_stays_as_it_was():
    item = {"n": 1}
    root = {"a": [item], "b": {}}
    tree = Tree(root)
    tree.apply(Change(("a", 0, "n"), 1, 2))
    tree.apply(Change(("a",), Missing, [3], appended=True))
    tree.apply(Change(("b",), {}, Missing))
    assert tree.root == {"a": [{"n": 2}, 3]}
    assert root == {"a": [{"n": 1}], "b": {}}
    assert item == {"n": 1}


def test_a_container_is_copied_once():
    tree = Tree({"a": {"n": 0}})
    tree.apply(Change(("a", "n"), 0, 1))
    own = tree.root["a"]
    tree.apply(Change(("a", "n"), 1, 2))
    assert tree.root["a"] is own


def test_a_place_that_is_not_there_is_missing():
    root = {"a": [1, {"b": None}]}
    assert value_at(root, ("a", 1, "b")) is None
    for keys in (("b",), ("a", 2), ("a", -1), ("a", "0"), ("a", 0, "x"), (0,)):
        assert value_at(root, keys) is Missing


@given(JSON)
def test_a_copy_is_the_same(value):
    assert same(value, kept(value))


@given(JSON, JSON)
def test_values_are_the_same_where_their_json_is(one, other):
    assert same(one, other) == (repr(one) == repr(other)) or isinstance(one, dict | list)


def test_values_of_other_types_are_not_the_same():
    assert not same([1], [True])
    assert not same([0], [False])
    assert not same({"a": 1}, {"a": 1.0})
    assert not same({"a": 1}, {"b": 1})
    assert not same([1], [1, 2])
