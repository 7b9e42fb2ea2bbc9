"""The parameters inside a JSON body: their places, their names, and what is put there."""

from __future__ import annotations

import pytest

from qradar_builder.starter.api.slots import Slot, Where, at, json_slots, named, put, slot_for

BODY = {
    "limit": 100,
    "deep": {"cursor": None, "flag": True},
    "filters": [{"field": "time", "operator": ">=", "value": 5}, {"field": "kind", "op": "in", "values": ["a"]}],
}


def test_scalars_have_their_places_and_names():
    found = {(slot.keys, slot.name, slot.is_text): value for slot, value in json_slots(BODY).items()}
    assert found == {
        (("limit",), "limit", False): "100",
        (("deep", "cursor"), "cursor", True): "",
        (("filters", "[0]", "field"), "field", True): "time",
        (("filters", "[0]", "operator"), "operator", True): ">=",
        (("filters", "[0]", "value"), "gte", False): "5",
        (("filters", "[1]", "field"), "field", True): "kind",
        (("filters", "[1]", "op"), "op", True): "in",
        (("filters", "[1]", "values", "[0]"), "in", True): "a",
    }


@pytest.mark.parametrize(
    ("keys", "value"),
    [(("filters", "[0]", "value"), 5), (("filters", "[9]", "value"), None), (("limit", "x"), None), ((), BODY)],
)
def test_what_is_at_a_place(keys, value):
    assert at(BODY, keys) == value


def test_a_value_is_put_in_its_place_and_objects_are_made_on_the_way():
    assert put({"a": [{"b": 1}]}, ("a", "[0]", "b"), 2) == {"a": [{"b": 2}]}
    assert put(None, ("a", "b"), 1) == {"a": {"b": 1}}


def test_a_parameter_that_is_not_there_goes_beside_the_others():
    size = Slot(Where.JSON, ("paging", "size"), "size", is_text=False)
    assert slot_for("cursor", {size: "5"}, size) == Slot(Where.JSON, ("paging", "cursor"), "cursor")
    assert slot_for("cursor", {named("q", Where.FORM): ""}, None) == named("cursor", Where.FORM)
    assert slot_for("cursor", {}, None, Where.JSON) == Slot(Where.JSON, ("cursor",), "cursor")


def test_a_body_that_is_nested_without_an_end_is_read_as_far_as_it_counts():
    body = value = {}
    for _ in range(100):
        value["a"] = {}
        value = value["a"]
    wide = {str(number): number for number in range(10_000)}
    assert json_slots(body) == {}
    assert len(json_slots(wide)) < 500
