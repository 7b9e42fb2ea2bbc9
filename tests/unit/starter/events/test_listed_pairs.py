"""Names with values that JSON has as objects of a list."""

from __future__ import annotations

import json

import pytest

from qradar_builder.starter.events.listed_pairs import listed_pair_columns


def columns(*events):
    payloads = [json.dumps(event) for event in events]
    return {path[-1]: values for _, path, _, values in listed_pair_columns(payloads, payloads)}


@pytest.mark.parametrize(("name", "value"), [("Name", "Value"), ("key", "value"), ("field", "stringValue")])
def test_each_name_is_a_column(name, value):
    found = columns(
        {"p": [{name: "Identity", value: "box 1"}, {name: "UserId", value: "alee"}]},
        {"p": [{name: "UserId", value: "bkim"}]},
    )
    assert found == {"Identity": ("box 1", None), "UserId": ("alee", "bkim")}


def test_the_value_may_stand_first_and_other_members_between():
    assert columns({"p": [{"value": "alee", "type": "string", "name": "UserId"}]}) == {"UserId": ("alee",)}
    assert columns({"p": [{"name": "UserId", "type": "string", "value": ["alee"]}]}) == {"UserId": ("alee",)}


def test_an_object_without_a_value_has_no_column():
    assert columns({"p": [{"name": "UserId"}, {"value": "alee"}]}) == {}
