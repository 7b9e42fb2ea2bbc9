"""`qradar-builder console` against the model, over HTTPS: as people call it, and as the pages of the manual show it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from click.testing import CliRunner

from qradar_builder.cli.main import main
from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Settings
from qradar_builder.console.model.faults import Kind, Rule
from qradar_builder.console.model.service import Service
from tests.console_releases import built, package
from tests.own_packages import CONTENT, OWN_PACKAGES
from tests.scripted_console import TOKEN

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/console-ci.md").read_text(encoding="utf-8")
NAME = "acme-gateway"


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    """What runs on the model ends within milliseconds: look again as soon."""
    for wait in (
        "connection.tasks._SHORTEST",
        "deployment.extension._WAIT",
        "deployment.staged._WAIT",
        "verification.queries._SHORTEST",
    ):
        monkeypatch.setattr(f"qradar_builder.console.{wait}", 0.02)


@pytest.fixture
def service():
    with Service(Settings((Caller("ci", TOKEN),), task_time=20), syslog_port=0) as service:
        yield service
    assert service.errors == []


@pytest.fixture
def place(tmp_path, monkeypatch, service):
    """A repository with a package and a profile of the model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QRADAR_TOKEN", TOKEN)
    package(tmp_path / "content" / NAME)
    (tmp_path / "ca.pem").write_bytes(service.certificate.authority)
    profile = f'[profiles.lab]\nhost = "127.0.0.1:{service.port}"\nca_file = "ca.pem"\ntask_timeout = 20\n'
    (tmp_path / "console.toml").write_text(profile, encoding="utf-8")
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(main, ["console", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert TOKEN not in result.output
    return result


def change_mapping(service):
    """Change one mapping by hand, as in the DSM Editor. Gives its event id."""
    mappings = service.console.state["mappings"]
    one = next(each for each in mappings if each["custom_event"])
    others = mappings.find(log_source_type_id=one["log_source_type_id"], custom_event=True)
    other = next(each for each in others if each["qid_record_id"] != one["qid_record_id"])
    mappings.change(one["id"], {"qid_record_id": other["qid_record_id"]})
    return one["log_source_event_id"]


def test_a_package_goes_through_its_whole_life(place, service):
    assert "yes          upload an extension" in run("check", NAME).stdout
    dry = run("deploy", NAME, "--dry-run").stdout
    assert "items: " in dry
    assert "This was a dry run: nothing was installed." in dry
    assert not list(service.console.state["mappings"])
    first = run("deploy", NAME, "--yes").stdout
    assert re.search(r"^install +done$", first, re.MULTILINE)
    assert re.search(r"^REST plan +done +\d+ created$", first, re.MULTILINE)
    assert "Acme Gateway 1.2.3 is on the console: there is nothing to do." in run("deploy", NAME, "--yes").stdout
    assert "The console has the release as it is." in run("verify", NAME).stdout
    assert "has Acme Gateway 1.2.3 as it is." in run("drift", NAME).stdout
    event = change_mapping(service)
    assert f"event mapping {event} | Acme: QID record is" in run("drift", NAME, code=1).stdout
    found = json.loads(run("drift", NAME, "--format", "json", code=1).stdout)
    assert [each["verdict"] for each in found["drift"]] == ["different"]
    assert "event mapping" in run("verify", NAME, code=1).stdout
    assert "taken     log source type" in run("pull", NAME).stdout
    built(place / "content" / NAME, place / "dist")
    assert "as it is." in run("drift", NAME).stdout
    imported = run("pull", NAME, "-o", "from-lab").stdout
    assert "from-lab" in imported
    assert (place / "from-lab" / "extension.yaml").is_file()


def test_the_five_packages_twice(place, service):
    """Deploy and verify each; deployed again, nothing changes. A change by hand is found and brought back."""
    folders = [shutil.copytree(CONTENT / name, place / "content" / name) for name in OWN_PACKAGES]
    assert len(folders) == 5
    for folder in folders:
        run("deploy", folder, "--yes")
        run("verify", folder)
    before = service.console.state.revision
    service.console.faults.clear()
    for folder in folders:
        assert "there is nothing to do" in run("deploy", folder, "--yes").stdout
    run("verify", folders[0])
    writes = {(method, path) for method, path in service.console.faults.calls if method != "GET"}
    assert {path for _, path in writes if "extension_export_tasks" not in path and "ariel" not in path} == set()
    assert before
    event = change_mapping(service)
    assert event in run("drift", folders[0], code=1).stdout
    assert event in run("pull", folders[0]).stdout
    built(folders[0], place / "again")
    assert "as it is" in run("drift", folders[0]).stdout


@pytest.mark.usefixtures("place")
def test_verify_writes_junit_and_json():
    run("deploy", NAME, "--yes")
    suites = ET.fromstring(run("verify", NAME, "--format", "junit").stdout)
    assert all(suite.get("failures") == "0" for suite in suites)
    found = json.loads(run("verify", NAME, "--format", "json").stdout)
    assert (found["good"], found["differences"], found["events"][0]["total"]) == (True, [], 0)


@pytest.mark.usefixtures("place")
def test_verify_writes_junit_where_it_cannot_verify(service):
    service.console.faults.add(Rule("GET /help/versions", Kind.UNAUTHORIZED))
    for name, code, rule in ((NAME, 3, "console/token-refused"), ("missing", 2, "file/missing")):
        result = run("verify", name, "--format", "junit", code=code)
        (suite,) = ET.fromstring(result.stdout)
        assert (suite.get("name"), suite.get("errors"), suite.get("failures")) == (name, "1", "0")
        assert [each.get("type") for each in suite.iter("error")] == [rule]
        assert rule in result.stderr


@pytest.mark.usefixtures("place")
def test_a_deployment_is_asked_for(service):
    result = CliRunner().invoke(main, ["console", "deploy", NAME])
    assert result.exit_code == 2
    assert "give --yes, or --dry-run" in result.stderr
    assert service.console.faults.calls == []


def test_a_backup_is_restored(place, service):
    run("deploy", NAME, "--yes")
    service.console.state["qids"].change(
        service.console.state["qids"].first(name="Acme request blocked")["id"], {"severity": 2}
    )
    source = place / "content" / NAME / "extension.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("1.2.3", "1.2.4"), encoding="utf-8")
    built(place / "content" / NAME, place / "dist")
    shown = run("deploy", NAME, "--yes").stdout
    (folder,) = re.findall(r"^back up +done +(\S+)$", shown, re.MULTILINE)
    assert service.console.state["qids"].first(name="Acme request blocked")["severity"] == 5
    assert "Restoring what Acme Gateway 1.2.4 overwrote" in run("deploy", "--restore", folder, "--yes").stdout
    assert service.console.state["qids"].first(name="Acme request blocked")["severity"] == 2


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        (lambda _: os.environ.pop("QRADAR_TOKEN"), 2, "console/token"),
        (lambda _: os.environ.update(QRADAR_TOKEN="wrong-token"), 3, "console/token-refused"),
        (lambda place: edit(place, 'ca_file = "ca.pem"\n', ""), 3, "console/certificate"),
        (lambda place: edit(place, 'ca_file = "ca.pem"', 'ca_file = "none.pem"'), 3, "console/profile"),
        (lambda place: edit(place, "127.0.0.1:", "127.0.0.1:1"), 2, "console/profile"),
        (lambda place: edit(place, "task_timeout", "task_timeuot"), 2, "console/profile"),
        (lambda place: edit(place, "task_timeout = 20", 'token = "x"'), 2, "console/secret"),
        (lambda place: edit(place, "task_timeout = 20", 'api_version = "9.0"'), 3, "console/api-version"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("deploy", NAME, "--yes"), ("verify", NAME), ("drift", NAME)])
def test_a_connection_that_cannot_be_made_is_told(place, service, monkeypatch, command, change, code, rule):  # noqa: PLR0917 - a row
    monkeypatch.setenv("QRADAR_TOKEN", TOKEN)
    monkeypatch.setitem(sys.modules, "keyring", None)
    change(place)
    result = run(*command, code=code)
    assert f"error[{rule}]" in result.stderr
    assert all(method == "GET" for method, _ in service.console.faults.calls)


def edit(place, old, new):
    path = place / "console.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.TRUNCATED, Kind.HTML, Kind.ERROR])
@pytest.mark.usefixtures("place")
def test_a_fault_on_the_wire_is_told_and_the_next_run_goes_on(service, kind):
    service.console.faults.add(Rule("POST /config/extension_management/extensions", kind))
    result = run("deploy", NAME, "--yes", code=3)
    assert re.search(r"^upload +not known", result.stdout, re.MULTILINE)
    assert re.search(r"^install +left", result.stdout, re.MULTILINE)
    run("deploy", NAME, "--yes")
    run("verify", NAME, "--events", "0")


def test_events_are_counted_and_unknown_ones_explained(place, service, monkeypatch):
    monkeypatch.setenv("ACME_TOKEN", "very-s3cret-token")
    run("deploy", NAME, "--yes")
    text = (place / "content" / NAME / "workflows/alerts.yaml").read_text(encoding="utf-8")
    given = {
        each["name"]: {"env": "ACME_TOKEN"} if each.get("secret") else "x"
        for each in yaml.safe_load(text)["parameters"]
    }
    values = {"log_sources": [{"log_source": "alerts", "identifier": "gateway", "workflow_parameters": given}]}
    (place / "lab.yaml").write_text(json.dumps(values), encoding="utf-8")
    run("log-sources", "apply", NAME, "--values", "lab.yaml", "--yes", "--deploy-changes")
    head = "<13>Nov 30 15:00:00 gateway "
    with socket.create_connection(("127.0.0.1", service.syslog_port)) as sender:
        for body in ('{"type": "block"}', '{"type": "block"}', '{"type": "strange", "user": {"name": "jdoe"}}'):
            sender.sendall(f"{head}{body}\n".encode())
    for _ in range(100):
        found = json.loads(CliRunner().invoke(main, ["console", "verify", NAME, "--format", "json"]).stdout)
        if found["events"][0]["total"] == 3:
            break
    (events,) = found["events"]
    assert (events["total"], events["unknown"], events["stored"]) == (3, 1, 0)
    assert {(each["name"], each["events"]) for each in events["qids"]} >= {("Acme request blocked", 2)}
    (payload,) = events["payloads"]
    assert "strange" in payload["explanation"]
    shown = run("verify", NAME, "--redact", code=1).stdout
    assert "=== event 1: unknown" in shown
    assert "jdoe" not in shown


def test_log_sources_are_planned_and_applied(place, monkeypatch):
    monkeypatch.setenv("ACME_TOKEN", "very-s3cret-token")
    run("deploy", NAME, "--yes")
    text = (place / "content" / NAME / "workflows/alerts.yaml").read_text(encoding="utf-8")
    parameters = yaml.safe_load(text)["parameters"]
    given = {each["name"]: {"env": "ACME_TOKEN"} if each.get("secret") else "x" for each in parameters}
    values = {"log_sources": [{"log_source": "alerts", "identifier": "lab", "workflow_parameters": given}]}
    (place / "lab.yaml").write_text(json.dumps(values), encoding="utf-8")
    command = (NAME, "--values", "lab.yaml")
    assert ": create\n" in run("log-sources", "plan", *command).stdout
    applied = run("log-sources", "apply", *command, "--yes")
    assert ": created, number 1\n" in applied.stdout
    assert "very-s3cret-token" not in applied.output
    assert "All log sources are as wanted." in run("log-sources", "apply", *command, "--yes").stdout


def github():
    jobs = yaml.safe_load(re.search(r"# \.github/workflows/deploy\.yml\n(.*?)```", PAGE, re.DOTALL)[1])["jobs"]
    return {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}


def gitlab():
    jobs = yaml.safe_load(re.search(r"# \.gitlab-ci\.yml\n(.*?)```", PAGE, re.DOTALL)[1])
    return {name: job["script"] for name, job in jobs.items()}


def jenkins():
    return {"deploy": re.findall(r"sh '([^']+)'", re.search(r"// Jenkinsfile\n(.*?)```", PAGE, re.DOTALL)[1])}


@pytest.mark.parametrize("form", [github, gitlab, jenkins])
def test_the_page_on_ci_is_played(place, commands, form):
    """Each command of the page, in a shell with the environment of a job."""
    (place / "content" / NAME).rename(place / "content" / "acme-audit")
    path = os.pathsep.join((str(commands.folder), os.environ["PATH"]))
    environment = os.environ | {"PATH": path, "QRADAR_TOKEN": TOKEN}
    jobs = form()
    assert jobs["deploy"]
    for lines in jobs.values():
        for line in lines:
            done = subprocess.run(
                ["bash", "-e", "-c", line], cwd=place, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            assert TOKEN not in done.stdout + done.stderr
    assert ET.parse(place / "verify.xml").getroot().tag == "testsuites"
