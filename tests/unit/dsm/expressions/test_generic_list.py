from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.generic_list import compile_list

CASES = json.loads(
    (Path(__file__).parents[3] / "conformance" / "dsm" / "generic_lists.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_item_at_a_position_is_found(case):
    extractor = compile_list(case["position"], case["delimiter"])
    found = extractor.explain(case["payload"])
    assert extractor.read(extractor.view(case["payload"])) == found.value == case["value"]
    assert case.get("reason", "") in found.reason
    assert bool(found.reason) == (found.value is None)


@given(
    st.text("ab;|é😀", max_size=40) | st.text(max_size=40), st.integers(0, 9), st.sampled_from([";", "|", ";|", "a"])
)
def test_reading_and_explaining_agree_and_spans_are_where_the_value_is(payload, index, delimiter):
    extractor = compile_list(f"${index}", delimiter)
    found = extractor.explain(payload)
    assert extractor.read(extractor.view(payload)) == found.value
    assert [payload[start:end] for start, end in found.spans] == ([] if found.value is None else [found.value])


@given(st.lists(st.text("abc é"), min_size=1, max_size=20))
def test_each_item_of_a_list_is_found(items):
    payload = ";".join(items)
    for index, item in enumerate(items):
        start = len(";".join([*items[:index], ""]))
        assert compile_list(f"${index}", ";").explain(payload).spans == ((start, start + len(item)),)


def test_positions_with_the_same_delimiter_share_a_view():
    assert compile_list("$0", ";").view is compile_list("$5", ";").view
    assert compile_list("$0", ";").view is not compile_list("$0", ",").view


@pytest.mark.parametrize("position", ["", "0", "$", "$-1", "$a", "$1 ", "$10000", "$٣", "{$1}", "$1$2"])
def test_what_is_no_position_is_refused(position):
    with pytest.raises(ValueError, match="is not a list position"):
        compile_list(position, ";")


def test_an_empty_delimiter_is_refused():
    with pytest.raises(ValueError, match="empty"):
        compile_list("$0", "")
