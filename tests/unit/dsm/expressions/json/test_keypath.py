from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from qradar_builder.dsm.expressions.json import keypath as json_keypath
from qradar_builder.dsm.expressions.json.keypath import compile_json
from qradar_builder.dsm.expressions.json.places import places
from qradar_builder.dsm.expressions.json.view import json_view

ROWS = json.loads((Path(__file__).parents[4] / "conformance" / "dsm" / "json_keypaths.json").read_text("utf-8"))


def read(path, payload):
    return compile_json(path).read(json_view(payload))


def keypath(steps):
    return "".join(f'/"{step}"' if isinstance(step, str) else f"[{step}]" for step in steps)


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_keypath_finds_a_value(row):
    extractor = compile_json(row["path"])
    found = extractor.explain(row["payload"])
    assert extractor.read(extractor.view(row["payload"])) == found.value == row["value"]
    assert found.reason == row.get("reason", "")


@pytest.mark.parametrize("row", [row for row in ROWS if row["value"] is not None], ids=lambda row: row["name"])
def test_a_value_stands_at_its_span(row):
    found = compile_json(row["path"]).explain(row["payload"])
    stands = [row["payload"][start:end] for start, end in found.spans]
    if "{" not in row["path"] or row["path"].startswith("/"):
        assert len(stands) == 1
        assert stands[0] == row["value"] or json.loads(f'"{stands[0]}"') == row["value"]
    else:
        assert stands
        assert all(each in row["value"] for each in stands)


def test_every_keypath_shares_one_view():
    views = {compile_json(path).view for path in ('/"a"', '/"a"[0]/"b"', '{/"a"} {/"b"}')}
    assert views == {json_view}


@pytest.mark.parametrize("text", ["", "a", "$.a", "/a", '/"a"/0', '/"a"[-1]', '/""', '{/"a"', '{/"a"} {b}', "[0]"])
def test_a_keypath_with_wrong_syntax_is_refused(text):
    with pytest.raises(ValueError, match="`"):
        compile_json(text)


def test_the_names_of_an_object_are_told_in_short_and_like_ones_first():
    payload = json.dumps({f"name{number}": 1 for number in range(20)} | {"USER": 1, "x" * 90: 1, "\x1b[2J": 1})
    reason = compile_json('/"user"').explain(payload).reason
    assert reason.startswith("the JSON object has no member `user`; it has `USER`, `name0`, `name1`, ")
    assert reason.endswith("`name8` and 13 more")
    reason = compile_json('/"user"').explain('{"\\u001b[2J\\ud800": 1, "%s": 2}' % ("x" * 90)).reason
    assert reason.endswith(f"it has `\\x1b[2J\\ud800`, `{'x' * 40}…`")


# Any JSON, written in any way, whose values are known because it was put together of them.


@dataclass(frozen=True)
class Node:
    written: str
    value: str | None
    inner: Any = None


BLANKS = st.text(" \t\r\n", max_size=2)
NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,4})?([eE][-+]?[0-9]{1,3})?", fullmatch=True)
PLAIN = st.characters(exclude_characters='"\\', exclude_categories=["Cs"], min_codepoint=0x20)
ESCAPES = st.one_of(
    st.sampled_from([r"\n", r"\"", r"\\", r"\/", r"\b", r"\f", r"\r", r"\t"]),
    st.integers(0, 0xFFFF).map("\\u{:04x}".format),
    st.integers(0xD800, 0xDFFF).map("\\u{:04X}".format),
)
SHORT = {"n": "\n", "b": "\b", "f": "\f", "r": "\r", "t": "\t"}
NAMES = st.sampled_from(["a", "b", "a.b", "[0]", "é", "x y"])


def unescaped(part):
    if len(part) == 1:
        return part
    return json.loads(f'"{part}"') if part[1] == "u" else SHORT.get(part[1], part[1])


def paired(text):
    """A high and a low surrogate that stand side by side are one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


STRINGS = st.lists(st.one_of(PLAIN, ESCAPES), max_size=6).map(
    lambda parts: Node('"' + "".join(parts) + '"', paired("".join(map(unescaped, parts)))),
)
SCALARS = st.one_of(
    STRINGS,
    NUMBERS.map(lambda number: Node(number, number)),
    st.sampled_from([Node("true", "true"), Node("false", "false"), Node("null", None)]),
)


@st.composite
def names(draw):
    name = draw(NAMES)
    escaped = "".join(f"\\u{ord(char):04x}" if draw(st.booleans()) else char for char in name)
    return name, f'"{escaped}"'


@st.composite
def objects(draw, values):
    members = draw(st.lists(st.tuples(names(), values), max_size=4))
    written = ",".join(
        f"{draw(BLANKS)}{name}{draw(BLANKS)}:{draw(BLANKS)}{value.written}{draw(BLANKS)}"
        for (_, name), value in members
    )
    whole = "{" + (written or draw(BLANKS)) + "}"
    return Node(whole, whole, {name: value for (name, _), value in members})


@st.composite
def arrays(draw, values):
    items = draw(st.lists(values, max_size=4))
    whole = "[" + (",".join(draw(BLANKS) + item.written + draw(BLANKS) for item in items) or draw(BLANKS)) + "]"
    return Node(whole, whole, items)


DOCUMENTS = objects(st.recursive(SCALARS, lambda inner: st.one_of(objects(inner), arrays(inner)), max_leaves=12))


@st.composite
def paths(draw, document):
    """Steps that mostly lead somewhere, and the value at their end."""
    steps, node = [], document
    while not steps or (len(steps) < 8 and draw(st.integers(0, 3)) and (node is None or node.inner is not None)):
        here = node.inner if node else None
        likely = list(here) if isinstance(here, dict) else list(range(len(here or [])))
        step = draw(st.sampled_from(likely) if likely and draw(st.integers(0, 7)) else st.one_of(NAMES, st.just(0)))
        if not steps and not isinstance(step, str):
            step = "a"
        steps.append(step)
        if isinstance(here, dict) and isinstance(step, str):
            node = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            node = here[step]
        else:
            node = None
    return steps, None if node is None else node.value


HEADERS = st.one_of(
    st.just(""),
    st.sampled_from(["<13>May 22 10:15:41 host app[1]: ", "\ufeff", "{x} ", "{ {[1]", '{"x"} ', "\udc80 ", "[1] "]),
    st.text(st.characters(exclude_characters="{[")),
)
TRAILERS = st.one_of(st.just(""), st.sampled_from(["\n", " }", " {", ' {"a":9}', "]", "\udc80", "\0"]), st.text())


@given(st.data(), DOCUMENTS, HEADERS, TRAILERS)
def test_a_keypath_finds_what_any_json_holds(data, document, header, trailer):
    payload = header + document.written + trailer
    view = json_view(payload)
    for _ in range(3):  # a read may change the view
        steps, value = data.draw(paths(document))
        extractor = compile_json(keypath(steps))
        assert extractor.read(view) == value
        found = extractor.explain(payload)
        assert found.value == value
        if value is not None:
            ((start, end),) = found.spans
            assert payload[start:end] == value or "\\" in payload[start:end]
        else:
            assert found.reason


@given(st.data(), DOCUMENTS)
def test_reading_and_explaining_agree_on_broken_json(data, document):
    steps, _ = data.draw(paths(document))
    at = data.draw(st.integers(0, len(document.written) - 1))
    cut = data.draw(st.integers(0, 2))
    payload = document.written[:at] + data.draw(st.text('{}[]",:\\0e.-N\n x\ud800', max_size=2))
    payload += document.written[at + cut :]
    assert read(keypath(steps), payload) == compile_json(keypath(steps)).explain(payload).value


@given(st.one_of(st.text(), st.text('{}[]",:\\a1.-tru \n\ud800')))
@example('{"a":1}\x00')
@example('{"a":1,"b":"\x00"}')
@example('{"a')
@example('{"a":"\\')
@example('{"a":"\\u12')
@example('{"a":"x" "b":1}')
def test_any_payload_is_read(payload):
    for path in ('/"a"', '/"a"[0]/"a"'):
        found = compile_json(path).explain(payload)
        assert read(path, payload) == found.value
        assert found.value is not None or found.reason


@pytest.mark.parametrize("depth", [900, 1_010, 1_030, 10_000])
@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_depth_changes_nothing(depth, opening):
    deep = opening * (depth - 1) + "[1, 2]" + ("}" if opening[0] == "{" else "]") * (depth - 1)
    payload = f'x {{"a":{deep},"n":1.50,"l":[1, 2]}}'
    down = ("a",) if opening[0] == "{" else (0,)
    for steps, value in [
        (["a"], deep),
        (["n"], "1.50"),
        (["l"], "[1, 2]"),
        (["a", *down * (depth - 1)], "[1, 2]"),
        (["a", *down * (depth - 1), 1], "2"),
        (["a", *down * depth, *down], None),
    ]:
        assert read(keypath(steps), payload) == value
        assert compile_json(keypath(steps)).explain(payload).value == value


MEBIBYTE = 1 << 20
BRACES = ["{", "[", "{ ", "\0{", "{}"]
NAMES_BEGUN = ['{"', '{"\\', '{"a"', '{ "x"']
VALUES_BEGUN = ['{"a":', '{"a":[', '{"a":1,', '{"a":"x', '{"a":"\\']


@pytest.mark.parametrize("text", [*BRACES, *NAMES_BEGUN, *VALUES_BEGUN])
def test_a_flood_is_no_json_and_takes_linear_time(text):
    payload = text * (MEBIBYTE // len(text))
    assert read('/"a"[0]/"b"', payload) is None
    assert compile_json('/"a"[0]/"b"').explain(payload).reason


@pytest.mark.parametrize(
    ("before", "repeated", "behind", "value"),
    [
        ('{"a":"', "\\\\", '"}', "\\"),
        ('{"a":"', "\\u0041", '"}', "A"),
        ('{"a":', "1", "}", "1"),
        ('{"a":"', "x", '"} }', "x"),
    ],
)
def test_a_long_value_is_read(before, repeated, behind, value):
    count = MEBIBYTE // len(repeated)
    payload = before + repeated * count + behind
    assert read('/"a"', payload) == compile_json('/"a"').explain(payload).value == value * count


@pytest.mark.parametrize("around", ["{}", "<13>May 22 10:15:41 host {}", "{} \n"])
def test_a_member_that_a_quotation_mark_names_hides_nothing(around):
    payload = around.replace("{}", '{"\\"":[9],"a":{"b": 1.50},"c":-0,"d":[1, 2]}')
    view = json_view(payload)
    for _ in range(2):  # the first read of a decimal number changes the view
        assert compile_json('/"d"').read(view) == "[1, 2]"
        assert compile_json('/"a"').read(view) == '{"b": 1.50}'
        assert compile_json('/"c"').read(view) == "-0"
        assert compile_json('/"a"/"b"').read(view) == "1.50"


def test_a_long_object_is_read():
    payload = "{" + ",".join(f'"n{number}": [{number}, {number}.0]' for number in range(40_000)) + "}"
    view = json_view(payload)
    assert compile_json('/"n39999"').read(view) == "[39999, 39999.0]"
    assert compile_json('/"n39999"[1]').read(view) == "39999.0"
    assert compile_json('/"n39999"[]').explain(payload).value == "[39999, 39999.0]"


def test_a_payload_is_read_once_for_all_keypaths_that_are_explained(monkeypatch):
    read = []
    monkeypatch.setattr(json_keypath, "places", lambda payload, start: read.append(payload) or places(payload, start))
    for payload in ('{"a":{"b":1},"c":2}', '{"a":{"b":3}'):
        for path in ('/"a"/"b"', '/"c"', '/"d"'):
            compile_json(path).explain(payload)
    assert read == ['{"a":{"b":1},"c":2}', '{"a":{"b":3}']
