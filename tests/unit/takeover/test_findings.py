"""What is wrong with files that are imported is found, and a failing import writes nothing: a table of cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.takeover.importing import import_files
from tests.unit.takeover.conftest import content_xml, tar_of, zip_of

TESTS = Path(__file__).parents[2]
CASES = json.loads((TESTS / "conformance" / "import_findings.json").read_text(encoding="utf-8"))
ELSEWHERE = {
    # Rules that no file alone can break, and the tests that break them.
    "import/differs": "unit/takeover/test_checking.py",
    "import/extra": "unit/takeover/test_extra.py",
}


def _content(given):
    if isinstance(given, list):
        start, filler, count = given
        return start + filler * count
    return given


def _entries(given):
    many = {name: count for name, count in given.items() if isinstance(count, int)}
    entries = {name % number: "" for name, count in many.items() for number in range(count)}
    return entries | {name: _content(content) for name, content in given.items() if name not in many}


def _write(case):
    cut = case.get("cut")
    for name, text in case.get("files", {}).items():
        Path(name).write_bytes(text.encode(case.get("encoding", "utf-8")))
    for name, entries in case.get("zip", {}).items():
        Path(name).write_bytes(zip_of(_entries(entries))[:cut])
    for name, entries in case.get("tar", {}).items():
        more = {"type": b"2", "linkname": case["link"]} if "link" in case else {}
        Path(name).write_bytes(tar_of(_entries(entries), **more)[:cut])
    for name, text in case.get("hex", {}).items():
        Path(name).write_bytes(bytes.fromhex(text))
    for name, size in case.get("sizes", {}).items():
        with Path(name).open("wb") as file:
            file.truncate(size)
    for name in case.get("folders", []):
        Path(name).mkdir()
    if "rows" in case:
        Path("rows.xml").write_text(content_xml(case["rows"]), encoding="utf-8")
    return [Path(name) for name in case.get("names", [])] or sorted(path for path in Path().iterdir() if path.is_file())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_import_has_the_findings_of_the_table(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    findings = Findings()
    imported = import_files(_write(case), findings)
    found = [(finding.rule, finding.message) for finding in findings]
    assert (imported is not None) == case.get("made", False), found
    if case["expect"] != [["lsx", ""]]:
        assert sorted(rule for rule, _ in found) == sorted(rule for rule, _ in case["expect"]), found
    for rule, words in case["expect"]:
        assert any(each.startswith(rule) and words in message for each, message in found), found
    for finding in findings:
        assert finding.help
    if "absent" in case:
        assert not any(case["absent"].encode() in content for content in imported.files.values())
        assert not any(case["absent"] in message for _, message in found)


def test_every_rule_of_an_import_is_broken_by_some_case():
    catalogue = TESTS.parent / "builder" / "qradar_builder" / "findings" / "catalogue" / "import.json"
    rules = {row["id"] for row in json.loads(catalogue.read_text(encoding="utf-8"))}
    broken = {rule for case in CASES for rule, _ in case["expect"]} | ELSEWHERE.keys()
    assert rules - broken == set()


@pytest.mark.parametrize(("rule", "test"), ELSEWHERE.items())
def test_a_rule_that_is_broken_elsewhere_is_named_there(rule, test):
    assert f'"{rule}"' in (TESTS / test).read_text(encoding="utf-8")
