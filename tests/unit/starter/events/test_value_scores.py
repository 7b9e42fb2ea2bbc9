"""The values of columns say how much they tell as event ids."""

from __future__ import annotations

import pytest

from qradar_builder.starter.events.value_scores import explained, is_code, value_score


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None, None],
        ["192.0.2.1", "192.0.2.2"],
        ["alee@example.com", "bkim@example.com"],
        ["one\ntwo", "three"],
        ["x" * 200, "y"],
        [str(each) for each in range(500)],
        ["1000001", "2000002", "9000003"],
        [" ".join(["word"] * 20)],
    ],
)
def test_what_names_one_thing_or_says_too_much_is_no_event_id(values):
    assert value_score(values) is None


def test_values_that_more_samples_have_score_higher():
    all_have, half_have = value_score(["login", "logout"] * 4), value_score(["login", "logout", None, None] * 2)
    assert all_have is not None
    assert half_have is not None
    assert all_have > half_have


def test_words_score_higher_than_numbers_and_one_value_lowest():
    words, numbers, same = (value_score(each * 3) for each in (["login", "logout"], ["1", "2"], ["login", "login"]))
    assert words is not None
    assert numbers is not None
    assert same is not None
    assert words > numbers > same


def test_values_explain_which_other_columns_are_there():
    has = [(True, True, False, False, True, False)]
    assert explained(["a", "a", "b", "b", "a", "b"], has) == pytest.approx(1.0)
    assert explained(["a", "b", "a", "b", "b", "a"], has) < 0.5


def test_values_that_stand_once_are_no_evidence():
    assert explained(["a", "b", "c"], [(True, False, True)]) == 0.0
    assert explained(["a", "a", "b"], []) == 0.0


@pytest.mark.parametrize(("value", "expected"), [("AB-1001", True), ("4624", True), ("login", False), ("a1b2", False)])
def test_a_code_says_nothing_to_people(value, expected):
    assert is_code(value) is expected
