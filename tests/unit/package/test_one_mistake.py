"""One mistake is one finding: what is left out for it does not break other rules."""

from __future__ import annotations

import copy

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package

AUDIT = "log_source_types/audit.yaml"
PACKAGE = {
    "extension.yaml": {
        "id": "acme",
        "name": "Acme",
        "version": "1.0.0",
        "author": {"name": "A", "email": "a@example.com"},
        "qradar": {"minimum": "7.5.0"},
    },
    AUDIT: {
        "name": "Acme Audit",
        "protocol": "Syslog",
        "parsing": {"EventName": [{"json": '/"code"'}]},
        "properties": [{"name": "Foo Bar", "expressions": [{"json": '/"f"'}]}],
        "events": [
            {"id": "login", "qid": "logged-in"},
            {"id": "other", "qid": "shared"},
            {"id": "x", "name": "X", "low_level_category": "Stored", "severity": 3},
        ],
        "qids": {"logged-in": {"name": "Login", "category": "Stored", "severity": 3}},
    },
    "qids.yaml": {"shared": {"name": "Shared", "category": "Stored", "severity": 2}},
    "log_source_groups.yaml": {"top": {"name": "Top"}, "below": {"name": "Below", "parent": "top"}},
}


def findings_of(folder, change=None):
    files = copy.deepcopy(PACKAGE)
    if change is not None:
        change(files)
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    findings = Findings()
    build_package(folder, findings)
    return [each.rule for each in findings]


def test_the_package_is_right(tmp_path):
    assert findings_of(tmp_path) == []


@pytest.mark.parametrize("bad", [11, -1, "high", "", [], {}, True])
@pytest.mark.parametrize(
    "path",
    [(AUDIT, "qids", "logged-in", "severity"), (AUDIT, "events", 2, "severity"), ("qids.yaml", "shared", "severity")],
)
def test_a_severity_that_is_none_is_not_missing_as_well(tmp_path, path, bad):
    assert len(findings_of(tmp_path, lambda files: put(files, path, bad))) == 1


@pytest.mark.parametrize("bad", [11, "Not A Key", True, [1]])
@pytest.mark.parametrize(
    "path",
    [
        (AUDIT, "events"),
        (AUDIT, "events", 0),
        (AUDIT, "events", 0, "qid"),
        (AUDIT, "qids"),
        (AUDIT, "qids", "logged-in"),
        (AUDIT, "parsing"),
        (AUDIT, "parsing", "EventName"),
        ("qids.yaml",),
        ("qids.yaml", "shared"),
        ("log_source_groups.yaml", "top"),
        ("log_source_groups.yaml", "below", "parent"),
        ("extension.yaml", "version"),
    ],
)
def test_a_part_of_a_wrong_kind_is_one_finding(tmp_path, path, bad):
    assert len(findings_of(tmp_path, lambda files: put(files, path, bad))) == 1


@pytest.mark.parametrize("name", ["qids.yaml", AUDIT, "log_source_groups.yaml"])
def test_a_file_that_is_not_yaml_is_one_finding(tmp_path, name):
    assert findings_of(tmp_path, lambda files: put(files, (name,), "a: b: c\n")) == ["yaml/syntax"]


def put(files, path, value):
    part = files
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
