"""An answer has the fields of its shape, or those that were asked for."""

import pytest

from qradar_builder.console.model.listing.fields import narrowed, shaped
from qradar_builder.console.model.listing.filter import WrongFilter

SHAPE = [{"id": "integer", "of": [{"a": "string", "b": {"c": "string"}}], "free": {"*": "string"}}]


def test_a_value_gets_the_fields_of_its_shape():
    value = [{"id": 1, "_hidden": 2, "of": [{"a": "x"}], "free": {"k": "v"}}, {}]
    assert shaped(SHAPE, value) == [
        {"id": 1, "of": [{"a": "x", "b": None}], "free": {"k": "v"}},
        {"id": None, "of": None, "free": None},
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("id", [{"id": "integer"}]),
        ("id, of(a)", [{"id": "integer", "of": [{"a": "string"}]}]),
        ("of(b(c),a)", [{"of": [{"b": {"c": "string"}, "a": "string"}]}]),
        ("free(any)", [{"free": {"any": "string"}}]),
    ],
)
def test_fields_are_chosen(text, shape):
    assert narrowed(SHAPE, text) == shape


@pytest.mark.parametrize(
    "text", ["no", "id(", "id(a)", "of(", "of(a", "of(a))", "of()", ",", "id,", "of(a)b", "a b", "é", "x" * 20_000]
)
def test_what_is_no_list_of_fields_is_refused(text):
    with pytest.raises(WrongFilter):
        narrowed(SHAPE, text)


def test_a_value_without_fields_has_none_to_choose_from():
    with pytest.raises(WrongFilter):
        narrowed(["string"], "id")
