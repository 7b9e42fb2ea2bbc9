"""The file of a source: what is wrong in it is a finding with its place."""

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.simulation.checking import check_sources
from qradar_builder.simulation.service.reading import read_source, source_paths
from qradar_builder.simulation.subjects import subjects_of

CASES = json.loads((Path(__file__).parents[3] / "conformance/simulation/bad_sources.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_a_source_that_does_not_hold_is_a_finding(case, tmp_path):
    folder = tmp_path / "tests/sources"
    folder.mkdir(parents=True)
    path = folder / "events.yaml"
    path.write_text(case["yaml"])
    (folder / "files").mkdir()
    for name, text in case.get("files", {}).items():
        (folder / name).write_text(text)
    findings = Findings()
    assert (read_source(path, tmp_path, findings) is None) == bool(case["findings"])
    assert [[each.rule, each.location.line, each.location.column] for each in findings] == case["findings"]


def test_what_is_not_read_is_told(tmp_path):
    folder = tmp_path / "tests/sources"
    folder.mkdir(parents=True)
    for name in ("a.yaml", "b.json", "README.md", ".hidden"):
        (folder / name).write_text("")
    findings = Findings()
    assert [path.name for path in source_paths(tmp_path, findings)] == ["a.yaml"]
    assert [each.rule for each in findings] == ["source/unexpected"]


def test_a_package_without_sources_has_none(tmp_path):
    findings = Findings()
    assert source_paths(tmp_path, findings) == []
    assert not findings


ACTIONS = '  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /answer}\n'
EVENTS = {"events": {"template": {"id": "${id}"}}, "lists": [{"path": "/events", "body": "${events}"}]}


def test_a_workflow_without_a_source_is_told(package):
    folder = package(ACTIONS, EVENTS)
    (folder / "workflows/other.yaml").write_text((folder / "workflows/events.yaml").read_text())
    findings = Findings()
    assert [each.source.key for each in subjects_of(folder, findings)] == ["events"]
    assert [each.rule for each in findings] == ["proof/no-source"]
    assert not list(filter(None, [each.rule for each in _found(folder, wanted=["events"])]))


def _found(folder, **options):
    findings = Findings()
    subjects_of(folder, findings, **options)
    return findings


def test_a_source_of_no_workflow_and_wrong_parameters_are_told(package):
    folder = package(ACTIONS, EVENTS | {"workflow": "event"})
    findings = Findings()
    check_sources(folder, findings)
    assert [(each.rule, each.help) for each in findings] == [("source/workflow", "did you mean `events`?")]
    assert "source/workflow" in [each.rule for each in _found(folder)]
    folder = package(ACTIONS, EVENTS | {"parameters": {"hots": "x"}})
    assert [each.rule for each in _found(folder)] == ["source/parameter", "source/parameter"]
