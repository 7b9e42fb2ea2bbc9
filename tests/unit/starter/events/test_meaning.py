"""What the words of an event tell of its low-level category."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.reference.categories import category
from qradar_builder.starter.events.meaning import all_guesses, guess_category, short_name

CASES = json.loads((Path(__file__).parents[3] / "conformance/starter/categories.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"][-1])
def test_words_tell_a_category_and_a_severity(case):
    guess = guess_category(case["words"])
    assert short_name(guess.category) == case["category"]
    assert guess.severity == case["severity"]
    assert guess.is_sure is not case.get("unsure", False)


@pytest.mark.parametrize("guess", all_guesses(), ids=lambda guess: guess.category)
def test_whatever_may_be_guessed_is_a_category_by_its_short_name(guess):
    assert category(short_name(guess.category)).qualified_name == guess.category
    assert 1 <= guess.severity <= 10
