from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.xml_path import compile_xml

CASES = json.loads((Path(__file__).parents[3] / "conformance" / "dsm" / "xml_paths.json").read_text(encoding="utf-8"))

markup = st.lists(
    st.sampled_from(
        [
            *(
                "<a>",
                "</a>",
                "<b>",
                "</b>",
                "<b/>",
                '<b c="é">',
                "<b c='1'/>",
                "<s:b>",
                "</s:b>",
                "<!--",
                "-->",
                "<?",
                "?>",
            ),
            *(
                "<![CDATA[",
                "]]>",
                "&amp;",
                "&x;",
                "<",
                ">",
                "&",
                '"',
                "é",
                "😀",
                " ",
                "\r\n",
                "text",
                "<!DOCTYPE a>",
                "\0",
            ),
            *("<a", "<134>", "\ud800"),
        ]
    ),
    max_size=30,
).map("".join)
paths = st.sampled_from(['/"a"', '/"a"/"b"', '/"a"/"b"[1]', '/"a"/"b".c', '/"b".c', '/"a"/"s:b"', '{/"a"}-{/"b"}'])
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_text_at_a_path_is_found(case):
    extractor = compile_xml(case["path"])
    found = extractor.explain(case["payload"])
    assert extractor.read(extractor.view(case["payload"])) == found.value == case["value"]
    assert case.get("reason", "") in found.reason
    assert bool(found.reason) == (found.value is None)


@given(markup | st.text(max_size=80), paths)
def test_reading_and_explaining_agree_on_any_text(payload, path):
    extractor = compile_xml(path)
    found = extractor.explain(payload)
    assert extractor.read(extractor.view(payload)) == found.value
    assert all(0 <= start <= end <= len(payload) for start, end in found.spans)


@given(texts, texts.filter(lambda text: "<" not in text), texts)
def test_a_value_has_its_place_in_the_payload(value, before, after):
    written = escape(value, {'"': "&quot;"})
    payload = f'{before}<é><x y="{written}" z="1">{written}</x></é>{after}'
    for path in ('/"é"/"x"', '/"é"/"x".y'):
        found = compile_xml(path).explain(payload)
        assert found.value == value
        assert [payload[start:end] for start, end in found.spans] == (
            [] if path[-1] == '"' and not value else [written]
        )


@pytest.mark.parametrize(
    ("payload", "path", "place"),
    [
        ("é <a><![CDATA[x]]></a>", '/"a"', "x"),
        ("<a><![CDATA[x]]>y</a>", '/"a"', "<![CDATA[x]]>y"),
        ("<a><![CDATA[x]]><![CDATA[y]]></a>", '/"a"', "<![CDATA[x]]><![CDATA[y]]>"),
        ("<a b='>'>x</a>", '/"a"', "x"),
        ("<a b='c=\"1\"' c = '2'/>", '/"a".c', "2"),
    ],
)
def test_a_place_is_what_is_written_for_the_value(payload, path, place):
    ((start, end),) = compile_xml(path).explain(payload).spans
    assert payload[start:end] == place


def test_text_in_pieces_has_no_place():
    assert compile_xml('/"a"').explain("<a>1<b/>2</a>").spans == ()


def test_paths_share_a_view():
    assert compile_xml('/"a"').view is compile_xml('{/"b"} {/"c".d}').view


@pytest.mark.parametrize("path", ["", "a", "/a", '/"a', '/"a"/', '/"a"[]', '/"a"[-1]', '/"a".', '"a"', '{/"a"} {b}'])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match="is not an XML path"):
        compile_xml(path)


SIZE = 1024 * 1024
HOSTILE = {
    "deep": "<a>" * (SIZE // 3),
    "deep and closed": "<a>" * 100_000 + "</a>" * 100_000,
    "wide": "<a>" + "<b/>" * (SIZE // 4),
    "unclosed tags": "<a " * (SIZE // 3),
    "unclosed attributes": '<a b="' * (SIZE // 6),
    "unclosed comments": "<!--" * (SIZE // 4),
    "unclosed instructions": "<?" * (SIZE // 2),
    "broken again and again": ("<a>" * 200 + "</b>") * 1500,
    "a long name": f"<{'a' * SIZE}/>",
    "text in pieces": f"<x>{'x<b/>' * (SIZE // 5)}</x>",
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;&b;&b;</a>',
}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_hostile_payloads_have_no_value_and_do_no_harm(payload):
    extractor = compile_xml('/"a"/"b".c')
    assert extractor.read(extractor.view(payload)) is None
    found = extractor.explain(payload)
    assert found.value is None
    assert 0 < len(found.reason) < 1000
