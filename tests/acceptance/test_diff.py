"""`qradar-builder diff`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

GATEWAY = Path("content", "acme-gateway")


@pytest.fixture
def changed(workspace):
    """The package acme-gateway with changes of each class, beside the old one in old/."""
    shutil.copytree(workspace / GATEWAY, workspace / "old/acme-gateway")
    path = workspace / GATEWAY / "log_source_types/alerts.yaml"
    text = path.read_text(encoding="utf-8")
    parsing = "parsing:\n  DestinationIp: {json: '/\"dst\"'}\n"
    path.write_text(text.replace("parsing:\n", parsing).replace("severity: 5", "severity: 9"), encoding="utf-8")
    path = workspace / GATEWAY / "workflows/alerts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("actions:\n", "  - {name: site, label: Site, required: true}\nactions:\n", 1), encoding="utf-8"
    )
    return workspace


OLD, NEW = Path("old/acme-gateway"), GATEWAY


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(("form", "ending"), [("text", ".txt"), ("json", ".json"), ("markdown", ".md")])
def test_changes_are_shown_in_each_form(run, file_regression, form, ending):
    result = run("diff", OLD, NEW, "--format", form)
    assert result.exit_code == 0
    assert result.stderr == ""
    file_regression.check(result.stdout, extension=ending)


EVENT = '{"type": "blocked", "user": {"name": "anna"}, "dst": "192.0.2.%d", "policy": "p"}\n'


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(("form", "ending"), [("text", ".txt"), ("json", ".json"), ("markdown", ".md")])
def test_what_the_changes_do_to_payloads_is_shown_in_each_form(run, workspace, file_regression, form, ending):
    (workspace / "a.ndjson").write_text(EVENT % 1 + '{"type": "other"}\n', encoding="utf-8")
    (workspace / "b.ndjson").write_text(EVENT % 2, encoding="utf-8")
    result = run("diff", OLD, NEW, "--type", "alerts", "--format", form, "--events", "a.ndjson", "b.ndjson")
    assert (result.exit_code, result.stderr) == (0, "")
    file_regression.check(result.stdout, extension=ending)


@pytest.mark.usefixtures("changed")
def test_payloads_that_cannot_be_read_are_told_after_what_could_be(run):
    result = run("diff", OLD, NEW, "--events", "nothing.log")
    assert result.exit_code == 2
    assert "error[file/missing]: there is no file nothing.log" in result.stderr
    assert "Events: 0 of 0 payloads changed" in result.stdout
    assert run("diff", OLD, NEW, "nothing.log").exit_code == 2


@pytest.mark.usefixtures("changed")
def test_the_exit_code_is_that_of_the_wanted_class(run):
    assert run("diff", OLD, NEW).exit_code == 0
    assert run("diff", OLD, NEW, "--fail-on", "any").exit_code == 1
    assert run("diff", OLD, NEW, "--fail-on", "breaking").exit_code == 1
    assert run("diff", OLD, NEW, "--fail-on", "breaking", "--type", "Acme Gateway Alerts").exit_code == 0
    assert run("diff", OLD, NEW, "--fail-on", "any", "--type", "Acme Gateway Alerts").exit_code == 1
    assert run("diff", OLD, OLD, "--fail-on", "any").exit_code == 0


@pytest.mark.usefixtures("changed")
def test_a_git_revision_is_a_side(run, workspace, monkeypatch):
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@b")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for command in ("init -q -b main", "add old", "commit -q -m one"):
        subprocess.run(["git", *command.split()], check=True, cwd=workspace)
    by_folder = json.loads(run("diff", OLD, NEW, "--format", "json").stdout)
    by_revision = json.loads(run("diff", "main:old/acme-gateway", NEW, "--format", "json").stdout)
    assert by_revision["changes"] == by_folder["changes"]
    assert by_revision["old"]["name"] == "main:old/acme-gateway"


def test_a_zip_that_is_imported_is_not_different(run, workspace):
    run("build")
    for name in ("acme-gateway-1.2.3", "acme-windows-0.1.0"):
        last = f"dist/{name}.zip"
        assert run("import", last, "-o", f"imported/{name}").exit_code == 0
        # The folder beside the ZIP has workflows, which the ZIP itself does not carry.
        shutil.rmtree(workspace / "dist" / name)
        result = run("diff", last, f"imported/{name}", "--fail-on", "any")
        assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing", NEW), 2, "error[file/unknown-kind]: there is no such file or folder"),
        ((NEW, "content"), 2, "is a folder of packages"),
        ((NEW, "nothing:content/acme-gateway"), 2, "error[diff/revision]"),
        (("--", "-x:content", NEW), 2, "error[diff/revision]: is no git revision"),
        ((NEW, NEW, "--type", "nothing"), 2, "error[diff/which]"),
        ((NEW,), 2, "Missing argument 'NEW'"),
        ((NEW, NEW, "--fail-on", "fix"), 2, "Invalid value for '--fail-on'"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(run, arguments, code, said):
    result = run("diff", *arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("broken")
def test_a_side_with_errors_shows_them(run):
    result = run("diff", "content/broken", NEW)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "error[" in result.stderr


@pytest.mark.usefixtures("changed")
def test_no_secret_is_in_any_form(run, workspace):
    path = workspace / GATEWAY / "workflows/alerts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("secret: true", "secret: true, default: geh31m-w0rt"), encoding="utf-8")
    assert "geh31m" in path.read_text(encoding="utf-8")
    for form in ("text", "json", "markdown"):
        for sides in ((OLD, NEW), (NEW, OLD)):
            result = run("diff", *sides, "--format", form)
            assert "default" in result.stdout
            assert "geh31m" not in result.stdout + result.stderr
