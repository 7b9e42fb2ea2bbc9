"""How often the words of events tell the category that people chose: measured over the packages of this repository."""

from __future__ import annotations

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.reference.categories import category
from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.events.meaning import guess_category
from tests.own_packages import CONTENT, OWN_PACKAGES


@pytest.fixture(scope="module")
def rows():
    """For each QID record that mappings lead to: its category, and the one that is guessed by its name and ids."""
    found = []
    for name in OWN_PACKAGES:
        definitions = package_definitions(CONTENT / name, Findings())
        for definition in (definitions or {}).values():
            ids = {}
            for mapping in definition.mappings:
                ids.setdefault(mapping.qid.name, (mapping.qid, []))[1].append(f"{mapping.event_id}")
            for qid, names in ids.values():
                guess = guess_category([words_of(qid.name), *(words_of(each) for each in names)])
                found.append((qid.name, category(qid.category), category(guess.category), guess.is_sure))
    return found


def test_the_guess_agrees_with_people(rows, record_property):
    same = sum(chosen.id == guessed.id for _, chosen, guessed, _ in rows) / len(rows)
    near = sum(chosen.high_level_id == guessed.high_level_id for _, chosen, guessed, _ in rows) / len(rows)
    record_property("same_category", round(same, 3))
    record_property("same_high_level_category", round(near, 3))
    print(f"{len(rows)} records: {same:.0%} same category, {near:.0%} same high-level")  # noqa: T201 - it is the measure
    assert len(rows) > 100
    assert same >= 0.75
    assert near >= 0.9
