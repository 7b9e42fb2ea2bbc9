"""What Gson takes for an array or object is stored as one, and nothing else is."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.jpath import JsonError, Missing, lenient
from qradar_builder.jpath.json.values import loads, render

VECTORS = json.loads((Path(__file__).parents[3] / "conformance/gson.json").read_text(encoding="utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("case", VECTORS, ids=[ascii(case["text"]) for case in VECTORS])
def test_a_text_is_read_as_gson_reads_it(case):
    found = lenient(case["text"])
    assert (None if found is Missing else render(found)) == case["json"]


@settings(deadline=None)
@given(st.text())
def test_reading_leniently_raises_only_our_error(text):
    for candidate in (text, f"[{text}]", f"{{{text}}}", f"[{text}"):
        try:
            found = lenient(candidate)
        except JsonError:
            continue
        assert found is Missing or isinstance(found, list | dict)


@settings(deadline=None)
@given(st.text(alphabet="[]{}'\":,;=>/*#\\ un1.-eE\ntrfalse"))
def test_reading_punctuation_leniently_raises_only_our_error(text):
    try:
        found = lenient(f"[{text}]")
    except JsonError:
        return
    assert found is Missing or isinstance(found, list)


@settings(deadline=None)
@given(JSON)
def test_what_is_json_reads_leniently_as_the_same(value):
    text = json.dumps(value)
    assert lenient(text) == (loads(text) if isinstance(value, list | dict) else Missing)


def test_a_number_among_bare_words_is_bounded():
    with pytest.raises(JsonError, match="more than 300 characters"):
        lenient("[x," + "1" * 301 + "]")
