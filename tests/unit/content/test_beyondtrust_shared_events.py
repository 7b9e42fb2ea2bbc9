"""Events that both BeyondTrust packages have are decided once, in a table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.reference.categories import category

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "tests" / "conformance" / "content" / "beyondtrust_shared_events.csv"
PRODUCTS = {
    "beyondtrust-pra": ("event", "BeyondTrust PRA"),
    "beyondtrust-remote-support": ("remote_support_id", "BeyondTrust RS"),
}


@pytest.fixture(scope="module")
def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def mapped():
    """The QID record of each event id, by package."""
    built = {name: build_package(ROOT / "content" / name, Findings()) for name in PRODUCTS}
    return {
        name: {mapping.event_id: mapping.qid for one in package.content.types for mapping in one.mappings}
        for name, package in built.items()
    }


@pytest.mark.parametrize("package", PRODUCTS)
def test_a_package_has_what_the_table_decides(package, rows, mapped):
    column, product = PRODUCTS[package]
    for row in rows:
        record = mapped[package][row[column]]
        assert (record.name, record.severity, category(record.category).name) == (
            f"{product}: {row['name']}",
            int(row["severity"]),
            row["low_level_category"],
        ), row["event"]


def test_the_table_has_every_event_that_both_packages_have(rows, mapped):
    def keys(package):
        return {record.name.partition(": ")[2] for record in mapped[package].values()}

    assert keys("beyondtrust-pra") & keys("beyondtrust-remote-support") == {row["name"] for row in rows}
    assert set(mapped["beyondtrust-remote-support"]) == {row["remote_support_id"] for row in rows}
    assert len({row["event"] for row in rows}) == len(rows) == 54
    assert {row["event"] for row in rows} == {
        event
        for event in mapped["beyondtrust-pra"]
        if mapped["beyondtrust-pra"][event].name.partition(": ")[2] in keys("beyondtrust-remote-support")
    }
