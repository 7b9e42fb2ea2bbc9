"""Two versions of content are compared by meaning: the table of changes, and what holds for all of them."""

import pytest
import yaml

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.scope import common, within
from tests.unit.comparison.conftest import TABLES, packages_of

TABLE = yaml.safe_load((TABLES / "packages.yaml").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in TABLE["cases"]}
EFFECTS = yaml.safe_load((TABLES / "effects.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_classified_as_the_table_says(name, read):
    old, new = map(read, packages_of(CASES[name], TABLE["package"]))
    comparison = compare(old, new)
    assert sorted(f"{each.verdict.kind} {each.level}" for each in comparison.changes) == sorted(CASES[name]["expect"])
    assert [each.verdict.effect for each in comparison.changes] == EFFECTS.get(name, [])


@pytest.mark.parametrize("name", CASES)
def test_the_changes_turn_the_old_content_into_the_new_one(name, read):
    old, new = map(read, packages_of(CASES[name], TABLE["package"]))
    subjects = common(old, new)
    for one, other in ((old, new), (new, old)):
        made = compare(one, other).apply(within(one, other, subjects))
        assert made == within(other, one, subjects)


def test_the_table_has_every_class_and_nothing_is_left_of_its_effects():
    classes = {entry.split()[1] for case in CASES.values() for entry in case["expect"]}
    assert classes == {str(level) for level in Level}
    assert set(EFFECTS) <= set(CASES)
    assert len(CASES) == len(TABLE["cases"]) >= 80
