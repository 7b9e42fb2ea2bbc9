"""Packages and readings for the tests of comparisons."""

import copy
from pathlib import Path

import pytest
import yaml

from qradar_builder.comparison.reading.side import read_side
from qradar_builder.findings import Findings

TABLES = Path(__file__).parents[2] / "conformance/comparison"


def merged(base, more):
    """A document with changes: mappings are merged, null removes, everything else replaces."""
    if not isinstance(base, dict) or not isinstance(more, dict):
        return more
    found = dict(base)
    for key, value in more.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


def packages_of(case, base):
    """The two packages of a case of the table, as documents by path."""
    old = copy.deepcopy(base)
    for changes in (case["before"], case.get("before_too")):
        if changes is not None:
            old[case["file"]] = merged(old.get(case["file"], {}), changes)
    new = copy.deepcopy(old)
    if case["after"] is None:
        del new[case["file"]]
    else:
        # What is only before is not merged into what comes after.
        plain = base.get(case["file"], {}) if case["file"] in base else case["before"] or {}
        start = merged(plain, case.get("before_too") or {})
        new[case["file"]] = merged(start, case["after"])
    if "renamed" in case:
        new[case["renamed"]] = new.pop(case["file"])
    return old, new


def write_package(folder, documents):
    for path, document in documents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def read(tmp_path):
    """Reads a package that is given as documents by path."""
    count = iter(range(1_000_000))

    def read(documents):
        findings = Findings()
        folder = write_package(tmp_path / str(next(count)) / documents["extension.yaml"]["id"], documents)
        reading = read_side(folder, "package", findings)
        assert reading is not None, list(findings)
        return reading

    return read
