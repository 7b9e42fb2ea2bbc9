"""A YAML text is changed at single places, and all else of it stays: comments, order, quotes, ends of lines."""

import difflib

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.source.yaml.splicing import Spliced
from qradar_builder.source.yaml.text import entries

TEXT = """\
name: X   # its name
parsing:
  # What happened.
  EventName: {json: '/"type"'}   # one
  # Who.
  UserName:
    # first
    - {json: '/"user"'}   # the usual place
    # second
    - {regex: 'user=(\\w+)', capture: '\\1'} # last

  # When.
  DeviceTime:
    json: '/"time"'   # a block
    format: yyyy
  Url: plain text
    over two lines
  Text: |
    a block
    of text

# events
events: [{id: a}, {id: b}]   # in a line
none: []
some: {a: 1,
  b: 2}
empty: {}
"""


def root(text):
    findings = Findings()
    document = parse_document(text, "x", findings)
    assert document is not None, list(findings)
    return document.root


def lines(after, before=TEXT):
    """The lines that are removed and added."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:3] not in {"---", "+++", "@@ "}]


def parsing(name):
    return root(TEXT).get("parsing").get(name)


def test_an_item_is_replaced_and_its_comments_stay():
    assert lines(Spliced(TEXT).replaced(parsing("UserName").items[0], "{json: x}")) == [
        "-    - {json: '/\"user\"'}   # the usual place",
        "+    - {json: x}   # the usual place",
    ]


def test_a_block_is_replaced_by_a_line():
    assert lines(Spliced(TEXT).replaced(parsing("DeviceTime"), "{json: x}")) == [
        "-    json: '/\"time\"'   # a block",
        "-    format: yyyy",
        "+    {json: x}",
    ]


@pytest.mark.parametrize("name", ["Url", "Text"])
def test_a_text_over_several_lines_is_replaced(name):
    after = Spliced(TEXT).replaced(parsing(name), "new")
    assert plain(root(after))["parsing"][name] == "new"
    assert "# events" in after


def test_an_item_comes_after_the_last_one():
    assert lines(Spliced(TEXT).with_item(parsing("UserName"), "{json: x}")) == ["+    - {json: x}"]
    after = Spliced(TEXT).with_item(parsing("UserName"), "{json: x}")
    assert "# last\n    - {json: x}\n\n  # When." in after


def test_an_item_comes_into_a_list_on_a_line():
    assert lines(Spliced(TEXT).with_item(root(TEXT).get("events"), "{id: c}")) == [
        "-events: [{id: a}, {id: b}]   # in a line",
        "+events: [{id: a}, {id: b}, {id: c}]   # in a line",
    ]
    assert plain(root(Spliced(TEXT).with_item(root(TEXT).get("none"), "1")))["none"] == [1]


def test_a_key_comes_after_the_last_one():
    after = Spliced(TEXT).with_entry(root(TEXT).get("parsing"), "New", "{json: x}")
    assert lines(after) == ["+  New: {json: x}"]
    assert plain(root(after))["parsing"]["New"] == {"json": "x"}


@pytest.mark.parametrize("name", ["some", "empty"])
def test_a_key_comes_into_braces(name):
    after = Spliced(TEXT).with_entry(root(TEXT).get(name), "c", "3")
    assert plain(root(after))[name]["c"] == 3


@pytest.mark.parametrize(("is_list", "wanted"), [(True, ["x"]), (False, {"x": "y"})])
def test_a_block_comes_at_the_end(is_list, wanted):
    after = Spliced(TEXT.rstrip()).with_block("last", "x" if is_list else "x: y", is_list=is_list)
    assert plain(root(after))["last"] == wanted
    assert after.endswith("\n")


def test_a_single_value_becomes_a_list():
    after = Spliced(TEXT).as_list(parsing("EventName"), 2, "{json: x}")
    assert lines(after) == [
        "-  EventName: {json: '/\"type\"'}   # one",
        "+  EventName:",
        "+    - {json: '/\"type\"'}   # one",
        "+    - {json: x}",
    ]
    after = Spliced(TEXT).as_list(parsing("DeviceTime"), 2, "{json: x}")
    assert plain(root(after))["parsing"]["DeviceTime"] == [{"json": '/"time"', "format": "yyyy"}, {"json": "x"}]
    assert "# a block" in after


def test_ends_of_lines_stay():
    text = "a:\r\n  - 1   # one\r\n\r\n# b\r\nb: 2\r\n"
    after = Spliced(text).with_item(root(text).get("a"), "2")
    assert after == "a:\r\n  - 1   # one\r\n  - 2\r\n\r\n# b\r\nb: 2\r\n"


def test_a_character_beyond_the_first_plane_moves_no_place():
    text = "a: \U0001d4b3  # \U0001d4b3\nb: [1]\n"
    assert Spliced(text).with_item(root(text).get("b"), "2") == text.replace("[1]", "[1, 2]")


_TREES = st.recursive(
    st.one_of(st.integers(-9, 9), st.text(alphabet="ab :#-'\"\\\n\U0001d4b3", max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("klm"), _TREES, min_size=1))
def test_whatever_is_written_is_changed_at_one_place(tree):
    text = entries(tree) + "\n"
    for name, value in tree.items():
        node = root(text).get(name)
        assert plain(root(Spliced(text).replaced(node, "{json: x}"))) == {**tree, name: {"json": "x"}}
        if not isinstance(value, list):
            assert plain(root(Spliced(text).as_list(node, 0, "1"))) == {**tree, name: [value, 1]}
        if isinstance(value, list):
            assert plain(root(Spliced(text).with_item(node, "1"))) == {**tree, name: [*value, 1]}
        if isinstance(value, dict):
            assert plain(root(Spliced(text).with_entry(node, "z", "1"))) == {**tree, name: {**value, "z": 1}}
