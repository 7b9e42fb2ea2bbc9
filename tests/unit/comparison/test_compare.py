"""Two versions of content are compared by meaning: the table of changes, and what holds for all of them."""

import pytest
import yaml

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.scope import common, within
from qradar_builder.model.events import EventRow, QidSpec
from qradar_builder.model.expressions import Calculation, FieldExpression, PropertyExpression
from qradar_builder.model.extension import Author, ExtensionSpec, LintSpec, QRadarRange
from qradar_builder.model.log_source import LogSourceSpec, ProtocolParameter
from qradar_builder.model.log_source_groups import LogSourceGroupSpec
from qradar_builder.model.log_source_type import EventModifier, LogSourceTypeSpec, PropertySpec
from qradar_builder.model.reference_data import ReferenceDataSpec
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
    # And the changes turn the old content into the new one, there and back.
    subjects = common(old, new)
    before, after = within(old, new, subjects), within(new, old, subjects)
    assert comparison.apply(before) == after
    assert compare(new, old).apply(after) == before


def test_the_table_has_every_class_and_nothing_is_left_of_its_effects():
    classes = {entry.split()[1] for case in CASES.values() for entry in case["expect"]}
    assert classes == {str(level) for level in Level}
    assert set(EFFECTS) <= set(CASES)
    assert len(CASES) == len(TABLE["cases"]) >= 80


SPECS = (
    ExtensionSpec, Author, QRadarRange, LogSourceTypeSpec, FieldExpression, EventModifier, PropertySpec,
    PropertyExpression, Calculation, QidSpec, EventRow, LogSourceGroupSpec, ReferenceDataSpec, LogSourceSpec,
    ProtocolParameter,
)  # fmt: skip
NOT_SEEN = {
    (ExtensionSpec, "lint"): "it says nothing of what a console gets",
    (LintSpec, "select"): "as above",
    (LintSpec, "ignore"): "as above",
    (LogSourceTypeSpec, "description"): "a console has no place for it",
    (LogSourceTypeSpec, "protocol"): "it is one of the protocols",
    (EventRow, "name"): "it describes a QID record in place, which is compared as every record",
    (EventRow, "low_level_category"): "as above",
    (EventRow, "severity"): "as above",
    (EventRow, "description"): "as above",
}


def changed_keys(old, new):
    """The keys below which two documents differ, without what is in both alike."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                yield key
                yield from changed_keys(old.get(key, {}), new.get(key, {}))
    elif isinstance(old, list) and isinstance(new, list):
        for before, after in zip(old, new, strict=False):
            yield from changed_keys(before, after)
        for each in (*old[len(new) :], *new[len(old) :]):
            yield from changed_keys({}, each)
    elif isinstance(new, dict | list):
        yield from changed_keys({} if isinstance(new, dict) else [], new)


def test_every_key_of_a_package_is_changed_in_the_table():
    seen = set()
    for case in TABLE["cases"]:
        old, new = packages_of(case, TABLE["package"])
        if case["expect"]:
            seen |= set(changed_keys(old, new))
    fields = {(spec, field.alias or name) for spec in SPECS for name, field in spec.model_fields.items()}
    missing = {(spec, name) for spec, name in fields if name not in seen} - NOT_SEEN.keys()
    assert {f"{spec.__name__}.{name}" for spec, name in missing} == set()
