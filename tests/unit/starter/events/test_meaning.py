"""What the words of an event tell of its low-level category."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.reference.categories import category
from qradar_builder.starter.events import meaning
from qradar_builder.starter.events.meaning import UNKNOWN, UNSURE, guess_category, short_name

CASES = json.loads((Path(__file__).parents[3] / "conformance/starter/categories.json").read_text(encoding="utf-8"))
PHRASES = json.loads(Path(meaning.__file__).with_name("phrases.json").read_text(encoding="utf-8"))["phrases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"][-1])
def test_words_tell_a_category_and_a_severity(case):
    guess = guess_category(case["words"])
    assert short_name(guess.category) == case["category"]
    assert guess.severity == case["severity"]
    assert guess.is_sure is not case.get("unsure", False)


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["words"])
def test_whatever_a_phrase_tells_is_a_category_by_its_short_name(row):
    for name in [row[key] for key in ("category", "failure", "attempt") if key in row]:
        assert category(short_name(name)).qualified_name == name
    assert 1 <= row["severity"] <= 10
    assert 1 <= row.get("failure_severity", 3) <= 10


@pytest.mark.parametrize("guess", [UNSURE, UNKNOWN], ids=["unsure", "unknown"])
def test_what_no_phrase_tells_is_a_category_too(guess):
    assert category(short_name(guess.category)).qualified_name == guess.category
