"""`qradar-builder test`: goldens, reports, what is chosen, and exit codes."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

WORKFLOW = """
name: n
version: "1"
parameters: [{name: host, label: Host, required: true}]
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then: [Abort: {reason: failed}]
  - PostEvents: {path: /r/body}
"""
CASE = """
workflow: poll
parameters: {host: h}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events}
        response: {status: 200, json: [{n: 1}, {n: 2}]}
"""
EXTENSION = "id: p\nname: P\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.4.2}\ndescription: D\n"


@pytest.fixture
def package(tmp_path):
    cases = tmp_path / "content" / "p" / "tests" / "workflows"
    cases.mkdir(parents=True)
    folder = tmp_path / "content" / "p"
    (folder / "workflows").mkdir()
    (folder / "workflows" / "poll.yaml").write_text(WORKFLOW, encoding="utf-8")
    (folder / "extension.yaml").write_text(EXTENSION, encoding="utf-8")
    (cases / "good.yaml").write_text(CASE, encoding="utf-8")
    # Neither of these plays a part.
    (cases / "conftest.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(commands):
    """Runs `test` in a folder."""
    return lambda folder, *arguments: commands.run("test", *arguments, cwd=folder)


def test_goldens_are_asked_for_written_and_compared(run, package):
    first = run(package)
    assert first.returncode == 1
    assert "good.events.txt, the golden file" in first.stdout
    assert run(package, "--update").returncode == 0
    golden = package / "content/p/tests/workflows/good.events.txt"
    assert golden.read_text(encoding="utf-8") == 'run 1\n- {"n":1}\n- {"n":2}\n'
    second = run(package)
    assert second.returncode == 0, second.stdout
    assert "poll: level 1, an exact count of events; 3 of 4 actions reached" in second.stdout
    path = Path("content", "p", "workflows", "poll.yaml")
    assert f"{path}:7: If /r/status_code != 200: its branch never ran" in second.stdout
    golden.write_text('run 1\n- {"n":1}\n- {"n":3}\n', encoding="utf-8")
    third = run(package)
    assert third.returncode == 1
    assert '-  "n": 3'.replace("  ", " ") in third.stdout
    assert "--update" in third.stdout
    assert sorted(each.name for each in golden.parent.iterdir()) == ["conftest.py", "good.events.txt", "good.yaml"]


def test_pytest_options_pass_through_and_junit_is_written(run, package):
    cases = package / "content/p/tests/workflows"
    (cases / "other.yaml").write_text(CASE.replace("poll", "pole"), encoding="utf-8")
    chosen = run(package, "--update", "--junit", "report.xml", "--", "-k", "good", "-q")
    assert chosen.returncode == 0, chosen.stdout
    names = [each.get("name") for each in ET.parse(package / "report.xml").iter("testcase")]
    assert names == ["good"]
    assert run(package, "--", "-k", "nothing").returncode == 2


def test_a_case_that_does_not_hold_fails_with_its_findings(run, package):
    cases = package / "content/p/tests/workflows"
    (cases / "bad.yaml").write_text("workflow: pol\nruns: [{clock: noon}]\n", encoding="utf-8")
    (cases / "name.yaml").write_text(CASE.replace("poll", "pol"), encoding="utf-8")
    (cases / "value.yaml").write_text(CASE.replace("host: h", "hots: h"), encoding="utf-8")
    result = run(package, "--update")
    assert result.returncode == 1
    for told in (
        "error[case/clock]: `noon` is not a time",
        "error[case/workflow]: there is no workflow `pol`",
        "did you mean `poll`?",
        "the workflow declares no parameter `hots`",
        "the required parameter `host` has no value",
        "3 failed, 1 passed",
    ):
        assert told in result.stdout


def test_a_workflow_that_does_not_compile_fails_its_cases(run, package):
    path = package / "content/p/workflows/poll.yaml"
    path.write_text(WORKFLOW.replace("/r/status_code !=", "/r/status_code ! ="), encoding="utf-8")
    result = run(package)
    assert result.returncode == 1
    assert "error[workflow/expression]" in result.stderr
    assert "the workflow `poll` has errors" in result.stdout


def test_a_golden_file_without_its_case_is_told(run, package):
    (package / "content/p/tests/workflows/old.events.txt").write_text("run 1\n- a\n", encoding="utf-8")
    assert "warning[case/unexpected]: there is no case old.yaml" in run(package).stderr


def test_without_cases_there_is_nothing_to_run(run, package):
    (package / "content/p/tests/workflows/good.yaml").unlink()
    result = run(package)
    assert result.returncode == 0
    assert "There are no cases" in result.stderr
    assert "poll: no case" in result.stdout


def test_a_package_that_is_not_there_is_exit_code_2(run, package):
    assert run(package, "none").returncode == 2
