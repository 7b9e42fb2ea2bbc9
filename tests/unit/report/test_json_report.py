from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Finding, Location, Related, Severity
from qradar_builder.report import rule_link
from qradar_builder.report.json_report import JsonReport

PLACE = Location("content/a.yaml", 3, 5, 3, 9)


@pytest.fixture(autouse=True)
def _manual(monkeypatch):
    monkeypatch.setattr(rule_link, "_manual", lambda: "https://manual.example/")


def _render(*findings):
    return json.loads(JsonReport().render(findings))


def test_no_findings_are_an_empty_list():
    assert JsonReport().render([]) == '{\n  "version": 1,\n  "findings": []\n}\n'


def test_a_finding_has_its_rule_place_and_advice():
    found = Finding("yaml/wrong-type", Severity.WARNING, 'is "wrong" é', PLACE, "mend it")
    assert _render(found) == {
        "version": 1,
        "findings": [
            {
                "rule": "yaml/wrong-type",
                "severity": "warning",
                "message": 'is "wrong" é',
                "file": "content/a.yaml",
                "line": 3,
                "column": 5,
                "help": "mend it",
                "url": "https://manual.example/rules.html#yaml/wrong-type",
                "end_line": 3,
                "end_column": 9,
            }
        ],
    }


def test_a_tool_without_project_urls_gives_no_address(monkeypatch):
    monkeypatch.setattr(rule_link, "_manual", lambda: "")
    (found,) = _render(Finding("yaml/wrong-type", Severity.ERROR, "x", PLACE))["findings"]
    assert "url" not in found


def test_an_end_that_is_not_known_is_left_out():
    (found,) = _render(Finding("yaml/wrong-type", Severity.ERROR, "x", Location("a")))["findings"]
    assert "end_line" not in found
    assert "end_column" not in found
    assert "related" not in found


def test_other_places_are_listed():
    related = (Related(Location("b.yaml", 2, 1), "first here"),)
    (found,) = _render(Finding("yaml/wrong-type", Severity.ERROR, "x", PLACE, related=related))["findings"]
    assert found["related"] == [{"message": "first here", "file": "b.yaml", "line": 2, "column": 1}]


def test_the_findings_keep_their_order():
    findings = [Finding("yaml/wrong-type", Severity.NOTE, str(number), PLACE) for number in (3, 1, 2)]
    assert [found["message"] for found in _render(*findings)["findings"]] == ["3", "1", "2"]
