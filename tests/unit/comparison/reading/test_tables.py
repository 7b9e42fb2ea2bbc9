"""Rows of a content XML are compared by what they mean, and not by the numbers of their console."""

import pytest
import yaml

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.effects.rule import rules
from qradar_builder.comparison.model import Kind, Reading, Subject, part
from qradar_builder.comparison.reading.tables import content_parts
from tests.unit.comparison.conftest import TABLES

TABLE = yaml.safe_load((TABLES / "tables.yaml").read_text(encoding="utf-8"))
PACKAGES = yaml.safe_load((TABLES / "packages.yaml").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in TABLE["cases"]}
HAS = frozenset({Subject.TYPES, Subject.PARSING, Subject.EVENTS, Subject.PROPERTIES, Subject.ROWS})


def reading(tables):
    return Reading("x.xml", "a content XML", part(Kind.EXTENSION, {}, content_parts(tables, {}).parts), HAS)


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_classified_as_the_table_says(name):
    case = CASES[name]
    old, new = (reading(TABLE["tables"] | case[side]) for side in ("before", "after"))
    found = [[each.verdict.kind, str(each.level), each.verdict.effect] for each in compare(old, new).changes]
    assert found == case["expect"]


def test_the_tables_have_every_kind_of_change():
    said = {entry.split()[0] for case in PACKAGES["cases"] for entry in case["expect"]}
    said |= {entry[0] for case in TABLE["cases"] for entry in case["expect"]}
    assert said == set(rules())
