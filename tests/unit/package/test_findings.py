"""What is wrong with a package is found, with its place, all of it at once: a table of cases."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from qradar_builder.findings import RULES, Findings
from qradar_builder.lint.engine import lint_paths
from qradar_builder.package.build import build_package
from qradar_builder.package.layout import LOCK_FILE

TESTS = Path(__file__).parents[2]
CASES = json.loads((TESTS / "conformance" / "package_findings.json").read_text(encoding="utf-8"))

FAMILIES = ("extension", "parsing", "content", "file", "yaml")
ELSEWHERE = {
    # Rules that no package folder alone can break, and the tests that break them.
    "extension/duplicate": "acceptance/test_build.py",
    "identity/duplicate-number": "unit/package/identity/test_numbering.py",
    "qid/ambiguous-category": "unit/package/test_names.py",
}


def _write(files, encoding="utf-8"):
    for name, text in files.items():
        path = Path("acme", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))


def _earlier_lock(case):
    """The lock that an earlier state of the package left, with the damage that the case does to it."""
    _write(case["before"])
    lock = build_package(Path("acme"), Findings()).lock.decode()
    shutil.rmtree("acme")
    for pattern, replacement in case.get("lock", []):
        lock, count = re.subn(pattern, replacement, lock)
        assert count == 1, f"{pattern} does not fit the lock"
    return lock


def _run(case):
    findings = Findings()
    if "before" in case:
        _write({LOCK_FILE: _earlier_lock(case)})
    _write(case["files"], case.get("encoding", "utf-8"))
    for name, target in case.get("links", {}).items():
        Path("acme", name).parent.mkdir(parents=True, exist_ok=True)
        Path("acme", name).symlink_to(target)
    for name, size in case.get("sizes", {}).items():
        Path("acme", name).write_bytes(b"#" * size)
    if case.get("run") == "lint":
        return lint_paths([Path(case["target"])], findings), findings
    return build_package(Path("acme"), findings, locked=case.get("run") == "locked") is not None, findings


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_package_has_the_findings_of_the_table(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made, every = _run(case)
    # The opinions of lint have tables of their own.
    findings = [each for each in every if each.rule in RULES]
    found = [
        (found.rule, str(Path(found.location.file)), found.location.line, found.location.column) for found in findings
    ]
    assert found == [
        (row["rule"], str(Path("acme", row["file"])), row["line"], row["column"]) for row in case["expect"]
    ]
    for row, one in zip(case["expect"], findings, strict=True):
        assert row["message"] in one.message
        assert one.help
    assert made == case["made"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_table_builds_where_there_is_no_error(case):
    errors = [row for row in case["expect"] if RULES[row["rule"]].severity == "error"]
    if case.get("run") != "lint":
        assert case["made"] == (not errors)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_of_a_family_is_broken_by_some_case(family):
    catalogue = Path(__file__).parents[3] / "builder" / "qradar_builder" / "findings" / "catalogue" / f"{family}.json"
    rules = {row["id"] for row in json.loads(catalogue.read_text(encoding="utf-8"))}
    broken = {row["rule"] for case in CASES for row in case["expect"]} | ELSEWHERE.keys()
    assert rules - broken == set()


@pytest.mark.parametrize(("rule", "test"), ELSEWHERE.items())
def test_a_rule_that_is_broken_elsewhere_is_named_there(rule, test):
    assert f'"{rule}"' in (TESTS / test).read_text(encoding="utf-8")
