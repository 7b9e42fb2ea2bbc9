"""TOML with places."""

import tomllib

import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.toml import read_toml

TEXT = """\
a = 1
# [profiles.x] is = "no key"
[ profiles . "lab" ] # c
  host = "h # = x"
b.c = 2
list = ["one", 'two', # [x]
  {deep = "d", "quoted key".end = 1}]
inline = {x = 1, y.z = [1,
  2]}
time = 2026-11-30 10:00:00
text = \"\"\"
fake = 1
\\\" ""x\"\"\"
after = '''
also = '2'
'''
last = true
[[many]]
name = 1
[[many]]
name = 2
[many.inner]
x = 3
"""


def read(text):
    findings = Findings()
    return read_toml(text, "a.toml", "lint/config", findings), findings


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (("a",), (1, 1)),
        (("profiles", "lab"), (3, 1)),
        (("profiles", "lab", "host"), (4, 3)),
        (("profiles", "lab", "b", "c"), (5, 1)),
        (("profiles", "lab", "missing"), (3, 1)),
        (("profiles", "lab", "list", 1), (6, 16)),
        (("profiles", "lab", "list", 2, "deep"), (7, 4)),
        (("profiles", "lab", "list", 2, "quoted key", "end"), (7, 16)),
        (("profiles", "lab", "inline", "y", "z"), (8, 18)),
        (("profiles", "lab", "inline", "y", "z", 1), (9, 3)),
        (("profiles", "lab", "after"), (14, 1)),
        (("profiles", "lab", "last"), (17, 1)),
        (("many", 0, "name"), (19, 1)),
        (("many", 1, "name"), (21, 1)),
        (("many", 1, "inner", "x"), (23, 1)),
        (("fake",), (1, 1)),
        (("none",), (1, 1)),
        ((), (1, 1)),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_key_or_item_has_its_place(where, place, end):
    document, findings = read(TEXT.replace("\n", end))
    assert not findings
    found = document.place(*where)
    assert (found.file, found.line, found.column) == ("a.toml", *place)


def test_a_place_ends_behind_the_key():
    document, _ = read('select = ["abc"]\n[ignore]\n"a/b" = "x"\n')
    item, key = document.place("select", 0), document.place("ignore", "a/b")
    assert (item.end_line, item.end_column) == (1, 16)
    assert (key.line, key.column, key.end_line, key.end_column) == (3, 1, 3, 6)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = 1\nb = = 2\n", (2, 5), "is not TOML: Invalid value"),
        ('a = 1\nb = "x', (2, 7), "is not TOML: Unterminated string at the end of the file"),
        ("[x]\n[x]", (2, 3), "is not TOML: Cannot declare ('x',) twice"),
        ("x", (1, 2), "is not TOML: Expected '=' after a key in a key/value pair at the end of the file"),
        ("a = " + "[" * 100_000, (1, 1), "is not TOML that can be read: it is nested too deeply"),
    ],
)
def test_a_mistake_of_syntax_is_a_finding_at_its_place(text, place, message):
    document, findings = read(text)
    assert document is None
    (finding,) = findings
    assert (finding.rule, finding.location.line, finding.location.column) == ("lint/config", *place)
    assert finding.message == message


_KEYS = st.sampled_from(["a", "b", '"c d"', "'e.f'", "g-1", '"\\u0068"'])
_PLAIN = st.sampled_from(
    ["1", "-2.5e3", "true", "'#, ]'", '"a\\"]}"', "0x1F", "1979-05-27T07:32:00Z", "'''\n['''", '"""\n"x"\n"""', "inf"]
)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[ {', '.join(items)} # ]\n]"),
        st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key} = {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=8,
)


def _paths(value, path=()):
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_everything_that_the_parser_reads_has_a_place_of_its_own(values):
    text = "".join(f"{key} = {value}\n" for key, value in values.items())
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    document, _ = read(text)
    paths = list(_paths(expected))
    places = {(place.line, place.column) for place in (document.place(*path) for path in paths)}
    assert len(places) == len(paths)
