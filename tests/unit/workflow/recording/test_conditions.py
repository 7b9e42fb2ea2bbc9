"""A recorded condition has the values of its parts."""

from __future__ import annotations

from qradar_builder.jpath import Missing


def test_a_condition_has_the_values_of_its_parts(record):
    condition = "/r/status_code = 429 or (exists /r/none and not count(/r/body) > 2)"
    recording, _ = record([{"If": condition, "then": [{"ClearStatus": {}}]}], {"r": {"status_code": 200, "body": [1]}})
    found = recording.steps[0].condition
    assert (found.text, found.holds) == (condition, False)
    assert {part.text: part.value for part in found.parts} == {
        "/r/status_code = 429": False,
        "exists /r/none": False,
        "count(/r/body) > 2": False,
        "/r/status_code": 200,
        "/r/none": Missing,
        "count(/r/body)": 1,
        "/r/body": [1],
    }
    assert recording.steps[0].missing == ("/r/none",)


def test_a_part_that_fails_or_is_by_chance_says_so(record):
    recording, _ = record(
        [{"If": "/a = 1 or count(/a) > 1 or random_number() > 2", "then": [{"ClearStatus": {}}]}], {"a": 1}
    )
    parts = {part.text: part for part in recording.steps[0].condition.parts}
    assert parts["/a = 1"].value is True
    assert parts["count(/a)"].value is Missing
    assert parts["count(/a)"].problem
    assert parts["random_number() > 2"].problem == "each evaluation gives another value"


def test_of_a_large_value_only_the_beginning_is_kept(record):
    large = [{"id": number, "in": [number]} for number in range(5000)]
    recording, _ = record([{"If": "count(/r) > 0 and exists /r", "then": [{"ClearStatus": {}}]}], {"r": large})
    parts = {part.text: part for part in recording.steps[0].condition.parts}
    assert parts["/r"].size == "5,000 items"
    assert parts["/r"].value[:2] == large[:2]
    assert len(parts["/r"].value) < 50
    assert parts["count(/r)"].value == 5000
    assert parts["count(/r)"].size == ""
