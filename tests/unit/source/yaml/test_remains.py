from __future__ import annotations

import copy

from hypothesis import given, strategies as st

from qradar_builder.source.yaml.remains import Remains, present

_LEAVES = st.integers()
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=25,
)


class _Paths:
    """Positions that answer with the path that was asked for."""

    def at(self, *path):
        return path

    key = at


def _numbered(tree, path=()):
    """The tree with each leaf replaced by its own path."""
    if isinstance(tree, dict):
        return {name: _numbered(item, (*path, name)) for name, item in tree.items()}
    if isinstance(tree, list):
        return [_numbered(item, (*path, index)) for index, item in enumerate(tree)]
    return path


def _leaves(tree, path=()):
    if isinstance(tree, dict):
        for name, item in tree.items():
            yield from _leaves(item, (*path, name))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _leaves(item, (*path, index))
    else:
        yield path, tree


def _parts(tree, path=()):
    """Every path below the root."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, item in items:
        yield (*path, step)
        yield from _parts(item, (*path, step))


def test_what_is_left_keeps_the_places_of_the_source():
    remains = Remains(["a", "b", "c", "d", "e"], _Paths())
    assert remains.leave_out([(0,), (2,), (3,)])
    assert remains.data() == ["b", "e"]
    assert [remains.at(index) for index in range(2)] == [(1,), (4,)]


def test_leaving_out_twice_counts_from_what_was_left():
    remains = Remains(["a", "b", "c", "d"], _Paths())
    remains.leave_out([(1,)])
    remains.leave_out([(1,)])
    assert remains.data() == ["a", "d"]
    assert remains.at(1) == (3,)


def test_lists_in_lists_are_counted_each_for_itself():
    remains = Remains({"x": [["a", "b"], ["c", "d"]]}, _Paths())
    remains.leave_out([("x", 0), ("x", 1, 0)])
    assert remains.data() == {"x": [["d"]]}
    assert remains.at("x", 0, 0) == ("x", 1, 1)
    assert remains.key("x", 0) == ("x", 1)


def test_a_missing_part_takes_with_it_what_it_is_missing_from():
    remains = Remains({"a": [{"b": 1}, {"c": 2}]}, _Paths())
    assert remains.leave_out([("a", 0, "name")])
    assert remains.data() == {"a": [{"c": 2}]}


def test_steps_that_the_data_does_not_have_are_passed_over():
    remains = Remains({"a": {"b": 1, "c": 2}}, _Paths())
    assert remains.leave_out([("a", 0, "b", "str")])
    assert remains.data() == {"a": {"c": 2}}
    assert present({"a": [1]}, ("a", 7, "x")) == ("a",)


def test_nothing_is_left_when_the_whole_goes():
    assert not Remains({"a": 1}, _Paths()).leave_out([("name",)])
    assert not Remains([1], _Paths()).leave_out([()])


@given(st.data())
def test_whatever_is_left_out_paths_lead_to_the_original_items(data):
    tree = data.draw(_TREES)
    source = _numbered(tree)
    remains = Remains(source, _Paths())
    gone = []
    for _ in range(data.draw(st.integers(0, 3))):
        left = remains.data()
        paths = list(_parts(left))
        if not paths:
            break
        chosen = data.draw(st.lists(st.sampled_from(paths), max_size=4))
        gone += [remains.at(*path) for path in chosen]
        assert remains.leave_out(chosen)
    kept = dict(_leaves(remains.data()))
    for path, original in kept.items():
        assert remains.at(*path) == original
    expected = [leaf for leaf, _ in _leaves(source) if not any(leaf[: len(path)] == path for path in gone)]
    assert list(kept.values()) == expected


@given(_TREES, st.data())
def test_the_data_itself_is_never_changed(tree, data):
    before = copy.deepcopy(tree)
    remains = Remains(tree, _Paths())
    paths = list(_parts(tree))
    if paths:
        remains.leave_out(data.draw(st.lists(st.sampled_from(paths), max_size=4)))
    remains.data()
    assert tree == before
