"""`qradar-builder prove`: what it prints and writes, its exit codes, and what is not silent."""

import json
from xml.etree import ElementTree as ET

import pytest
import yaml

LOSES = """\
name: Acme Audit
version: "1"
parameters:
  - {name: host, label: Host, required: true}
actions:
  - Initialize: {path: /since, value: "${time() - 3600000}"}
  - Set: {path: /from, value: "${/since}"}
  - Set: {path: /since, value: "${time()}"}
  - CallEndpoint:
      url: https://${/host}/api/events
      method: GET
      savePath: /answer
      QueryParameter: {since: "${/from}", until: "${/since}"}
  - If: /answer/status_code = 200
    then:
      - PostEvents: {path: /answer/body}
  - Delete: {path: /answer}
"""
SOURCE = {
    "workflow": "audit",
    "parameters": {"host": "audit.example.com"},
    "events": {"count": 12, "template": {"id": "${id}"}},
    "lists": [
        {
            "path": "/api/events",
            "body": "${events}",
            "from": {"parameter": "since", "format": "ms"},
            "to": {"parameter": "until", "format": "ms", "inclusive": False},
        }
    ],
}


@pytest.fixture
def acme(workspace):
    """A package with a workflow that loses events when a call fails; gives its folder."""
    folder = workspace / "content/acme-audit"
    (folder / "workflows").mkdir(parents=True)
    (folder / "tests/sources").mkdir(parents=True)
    extension = {"id": "acme-audit", "name": "Acme", "version": "1.0.0", "author": {"name": "Acme"}}
    extension |= {"qradar": {"minimum": "7.4.2"}, "description": "Events of Acme"}
    (folder / "extension.yaml").write_text(yaml.safe_dump(extension))
    (folder / "workflows/audit.yaml").write_text(LOSES)
    (folder / "tests/sources/audit.yaml").write_text(yaml.safe_dump(SOURCE, sort_keys=False))
    return folder


def test_a_lost_event_is_told_and_its_case_replays(run, acme, workspace, file_regression):
    result = run("prove", "acme-audit", "--jobs", "1", "--junit", "proof.xml")
    assert result.exit_code == 1
    file_regression.check(result.stdout + "\n" + result.stderr)
    suite = ET.parse(workspace / "proof.xml").getroot()[0]
    assert [case.get("name") for case in suite] == ["no fault", "one fault"]
    assert [len(case.findall("failure")) for case in suite] == [0, 1]
    case = acme / "tests/workflows/proof-audit-lost.yaml"
    assert case.is_file()
    assert run("test", "acme-audit").exit_code == 0
    replayed = run("run", str(acme / "workflows/audit.yaml"), "--replay", str(case))
    assert replayed.exit_code == 0


def test_a_workflow_that_loses_nothing_is_proven(run, acme):
    text = LOSES.replace('  - Set: {path: /since, value: "${time()}"}\n', '  - Set: {path: /now, value: "${time()}"}\n')
    text = text.replace('until: "${/since}"', 'until: "${/now}"')
    text = text.replace(
        "  - If: /answer/status_code = 200\n",
        "  - If: /answer/status_code != 200 or not exists /answer/body[0]\n    then:\n      - Abort: {reason: x}\n"
        "  - If: /answer/status_code = 200\n",
    )
    text += '  - Set: {path: /since, value: "${/now}"}\n'
    (acme / "workflows/audit.yaml").write_text(text)
    result = run("prove", "acme-audit", "--jobs", "2", "--time", "0", "--seed", "7")
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "seed 7" in result.stdout
    assert "audit: proven in" in result.stdout
    assert not (acme / "tests/workflows").exists()


def test_no_case_is_written_where_it_is_not_wanted(run, acme):
    for option in ("--no-case", "--state-kept"):
        result = run("prove", "acme-audit", "--jobs", "1", option)
        assert result.exit_code == 1
        assert "The case" not in result.stderr
        assert not (acme / "tests/workflows").exists()


@pytest.mark.usefixtures("acme")
def test_the_same_seed_says_the_same(run):
    first, second = (run("prove", "acme-audit", "--no-case", "--jobs", jobs) for jobs in ("1", "2"))
    assert first.stdout == second.stdout


def test_nothing_to_prove_is_never_good(run, acme):
    (acme / "tests/sources/audit.yaml").unlink()
    result = run("prove", "acme-audit")
    assert result.exit_code == 1
    assert "proof/no-source" in result.stderr
    assert "Nothing was proven" in result.stderr
    (acme / "workflows/audit.yaml").unlink()
    result = run("prove", "acme-audit")
    assert result.exit_code == 1
    assert "Nothing was proven" in result.stderr


def test_a_source_that_is_never_asked_is_not_good(run, acme):
    (acme / "workflows/audit.yaml").write_text(LOSES.replace("/api/events", "/api/other"))
    result = run("prove", "acme-audit", "--jobs", "1")
    assert result.exit_code == 1
    assert "proof/unknown-endpoint" in result.stderr + result.stdout
    assert "GET https://audit.example.com/api/other" in result.stdout


def test_a_source_with_errors_is_told_by_prove_and_lint(run, acme):
    path = acme / "tests/sources/audit.yaml"
    path.write_text(yaml.safe_dump(SOURCE | {"workflow": "audits", "rate": {"calls": 0}}, sort_keys=False))
    for command in ("prove", "lint"):
        result = run(command, "acme-audit")
        assert result.exit_code == 1
        said = result.stderr + result.stdout
        assert "content/acme-audit/tests/sources/audit.yaml" in said
        assert "yaml/wrong-value" in said


@pytest.mark.usefixtures("acme")
def test_an_unknown_workflow_is_a_wrong_call(run):
    result = run("prove", "acme-audit", "--workflow", "audits")
    assert result.exit_code == 2
    assert "there is no workflow `audits`" in result.stderr


def test_the_schema_of_a_source_is_there(run):
    schema = json.loads(run("schema", "source").stdout)
    assert {"workflow", "events", "lists", "proof"} <= set(schema["properties"])
