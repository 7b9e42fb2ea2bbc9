"""Long JSON answers, read row by row."""

import json

import pytest
from hypothesis import given, strategies as st

from qradar_builder.console.connection import streamed
from qradar_builder.console.connection.streamed import streamed_rows

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=6)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("streamed") / "answer.json"


@given(ROWS, VALUES, st.sampled_from([1, 3, 64]), st.sampled_from([None, 1]))
def test_rows_are_those_of_the_whole_answer(path, rows, other, size, indent):
    document = {"id": other, "content": rows, "end": other}
    path.write_text(json.dumps(document, indent=indent), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamed, "_PIECE", size)
        assert list(streamed_rows(path, "content")) == rows


@given(ROWS.filter(bool), st.data())
def test_what_is_cut_short_is_no_answer(path, rows, data):
    text = json.dumps({"content": rows})
    path.write_text(text[: data.draw(st.integers(1, len(text) - 1))], encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        list(streamed_rows(path, "content"))


@pytest.mark.parametrize("text", ["[]", "3", '{"content": [{}]} x', '{"content": [{}{}]}', '{"content" [{}]}', "{"])
def test_what_is_no_such_object_is_refused(path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        list(streamed_rows(path, "content"))


@pytest.mark.parametrize("text", ["{}", ' { "content" : [ ] } ', '{"content": null}', '{"content": [1, [2]]}'])
def test_what_has_no_rows_gives_none(path, text):
    path.write_text(text, encoding="utf-8")
    assert list(streamed_rows(path, "content")) == []
