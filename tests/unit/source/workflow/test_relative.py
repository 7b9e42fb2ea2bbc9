import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.findings import Location
from qradar_builder.model.workflow.document import Element
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.source.workflow.relative import absolute, base_after, is_relative, relative

PATH, CONDITION, TEMPLATE, LITERAL = TextKind.PATH, TextKind.CONDITION, TextKind.TEMPLATE, TextKind.LITERAL


@pytest.mark.parametrize(
    ("kind", "short", "long"),
    [
        (PATH, "./body", "/a/r/body"),
        (PATH, "./body/list[./n = 1]", "/a/r/body/list[/a/r/n = 1]"),
        (PATH, "/b/${./key}", "/b/${/a/r/key}"),
        (CONDITION, "./status_code = 200", "/a/r/status_code = 200"),
        (CONDITION, "/x=./y and count(./z)>0", "/x=/a/r/y and count(/a/r/z)>0"),
        (CONDITION, "'./a' = \"./b\" or ./c", "'./a' = \"./b\" or /a/r/c"),
        (CONDITION, "'${./a}' = ./b", "'${/a/r/a}' = /a/r/b"),
        (CONDITION, "${./a} = 1 and ./b", "${/a/r/a} = 1 and /a/r/b"),
        (TEMPLATE, "see ./x: ${./x}, ${1 + ./y} ./z", "see ./x: ${/a/r/x}, ${1 + /a/r/y} ./z"),
        (TEMPLATE, "${max(./a, ./b[0])} }./c", "${max(/a/r/a, /a/r/b[0])} }./c"),
        (TEMPLATE, "${/a[${./i}]/b}./c", "${/a[${/a/r/i}]/b}./c"),
        (LITERAL, "${./x}", "${./x}"),
    ],
)
def test_a_relative_path_is_written_out_where_a_path_can_start(kind, short, long):
    assert absolute(short, kind, "/a/r") == long
    assert relative(long, kind, "/a/r") == short
    assert is_relative(short, kind) == (short != long)


@pytest.mark.parametrize("text", ["/a/r", "/a/rest/x", "x/a/r/y", "/b/a/r/c", "/a/r.x/y"])
def test_other_paths_stay_as_they_are(text):
    assert relative(text, PATH, "/a/r") == text
    assert relative(text, PATH, None) == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("/ar.$${}'\" ([=x"), max_size=30), st.sampled_from(TextKind))
def test_what_is_made_relative_reads_as_before(text, kind):
    short = relative(text, kind, "/a")
    assert short == text or absolute(short, kind, "/a") == text


@pytest.mark.parametrize(
    ("name", "path", "base"),
    [
        ("CallEndpoint", "/r", "/r"),
        ("CallEndpoint", None, "/before"),
        ("CallEndpoint", "/r/${/i}", None),
        ("CallEndpoint", "r", None),
        ("CallEndpoint", "/r/", None),
        ("Split", "/lines", "/before"),
    ],
)
def test_a_call_that_saves_its_response_at_one_place_is_what_paths_are_relative_to(name, path, base):
    element = Element(name, {} if path is None else {"savePath": path}, origin=Location("w"))
    assert base_after(element, "/before") == base
