"""What docs/ci.md, docs/pre-commit.md and docs/editors.md tell others to do, done for a small package."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from qradar_builder.cli.main import _COMMANDS
from qradar_builder.report.formats import REPORTS
from qradar_builder.source.json_schema import SCHEMAS
from tools.followed_pages import ROOT
from tools.format_pages import FORMATS

PACKAGE = {
    "extension.yaml": """\
id: acme
name: Acme
version: 1.0.0
author: {name: Example Corp}
qradar: {minimum: 7.5.0}
""",
    "log_source_types/audit.yaml": """\
name: Acme
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, name: Acme login, low_level_category: User Login Success, severity: 1}
""",
    "tests/events/login.yaml": """\
log_source_type: audit
samples:
  - json: {code: login}
    expect: {event_id: login}
""",
}
MISTAKE = ("User Login Success", "User Login Sucess")


def blocks(page):
    """The files of a page by their names."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = {}
    for info, body in re.findall(r"^```(\w+[^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        title = re.search(r'title="([^"]+)"', info)
        first = re.match(r"(?:#|//) (\S+)\n", body)
        if title or first:
            found[title[1] if title else first[1]] = body
    return found


RECIPES = blocks("ci.md")


def recipe_steps(recipe):
    """The shell steps of a recipe, without those that need the network: installing the tool."""
    if recipe == "Jenkinsfile":
        steps = [(stage, step) for stage, body in stages() for step in re.findall(r"sh '([^']+)'", body)]
    elif recipe == ".gitlab-ci.yml":
        jobs = yaml.safe_load(RECIPES[recipe])
        steps = [(name, "\n".join(job["script"])) for name, job in jobs.items() if name != "default"]
    else:
        jobs = yaml.safe_load(RECIPES[recipe])["jobs"]
        steps = [(step["name"], step["run"]) for job in jobs.values() for step in job["steps"] if "run" in step]
    return {name.lower(): script for name, script in steps if name != "Install"}


def stages():
    return re.findall(r"stage\('(\w+)'\) \{(.*?)\n        \}", RECIPES["Jenkinsfile"], re.DOTALL)


@pytest.fixture
def run(commands):
    """Runs a script in a folder."""
    path = os.pathsep.join((str(commands.folder), str(Path(sys.executable).parent), os.environ["PATH"]))

    def run(script, folder):
        command = ["/bin/sh", "-e", "-c", script]
        environment = {**os.environ, "PATH": path}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def repository(run, tmp_path):
    for name, text in PACKAGE.items():
        path = tmp_path / "content" / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, text in RECIPES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert run("qradar-builder build", tmp_path).returncode == 0
    return tmp_path


def make_a_mistake(repository):
    path = repository / "content/acme/log_source_types/audit.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*MISTAKE), encoding="utf-8")


ALL = [".github/workflows/content.yml", ".gitlab-ci.yml", "Jenkinsfile"]


@pytest.mark.parametrize("recipe", ALL)
def test_the_steps_of_a_recipe_pass_for_a_good_package(run, recipe, repository):
    steps = recipe_steps(recipe)
    assert {"lint", "test", "build"} <= set(steps)
    for script in steps.values():
        done = run(script, repository)
        assert done.returncode == 0, done.stdout + done.stderr
    for left in ("report.xml", "coverage.xml", "dist/acme-1.0.0.zip"):
        assert (repository / left).exists()


@pytest.mark.parametrize("recipe", ALL)
def test_the_lint_step_of_a_recipe_fails_for_a_mistake(run, recipe, repository):
    make_a_mistake(repository)
    assert run(recipe_steps(recipe)["lint"], repository).returncode == 1


@pytest.mark.parametrize("recipe", ALL)
def test_the_build_step_of_a_recipe_fails_for_a_lock_that_is_not_committed(run, recipe, repository):
    (repository / "content/acme/identity.lock.yaml").unlink()
    assert run(recipe_steps(recipe)["build"], repository).returncode == 1


def test_the_matcher_for_github_finds_each_finding_with_its_place(run, repository):
    make_a_mistake(repository)
    matcher = json.loads(RECIPES[".github/qradar-builder.json"])["problemMatcher"][0]["pattern"]
    first, second = (re.compile(pattern["regexp"]) for pattern in matcher)
    lines = run("qradar-builder lint", repository).stdout.splitlines()
    found = [
        (above[matcher[0]["severity"]], above[matcher[0]["code"]], below[matcher[1]["file"]], below[matcher[1]["line"]])
        for one, two in pairwise(lines)
        if (above := first.search(one)) and (below := second.search(two))
    ]
    assert found == [("error", "qid/unknown-category", "content/acme/log_source_types/audit.yaml", "6")]


def test_the_code_quality_of_gitlab_has_each_finding_with_its_place(run, repository):
    make_a_mistake(repository)
    run(recipe_steps(".gitlab-ci.yml")["lint"], repository)
    (found,) = json.loads((repository / "code-quality.json").read_text(encoding="utf-8"))
    assert found["location"] == {"path": "content/acme/log_source_types/audit.yaml", "lines": {"begin": 6}}
    assert found["severity"] == "blocker"


@pytest.mark.parametrize(("recipe", "schema"), [(ALL[0], "github-workflows"), (ALL[1], "gitlab-ci")])
def test_a_recipe_holds_by_the_schema_of_its_service(recipe, schema, repository):
    transform = ["--data-transform", schema] if schema == "gitlab-ci" else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *transform, recipe]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", ["ci.md", "pre-commit.md", "editors.md", "recording.md"])
def test_formats_and_commands_that_a_page_names_are_there(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert set(re.findall(r"lint[^\n`]* --format (\w+)", text)) <= set(REPORTS)
    assert set(re.findall(r"qradar-builder ([a-z]+)", text)) <= set(_COMMANDS)


def test_the_hooks_are_a_manifest_of_pre_commit_and_their_entries_run(run, repository):
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["qradar-lint", "qradar-test"]
    known = {"id", "name", "description", "entry", "language", "files", "pass_filenames", "require_serial"}
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= set(hook) <= known
        assert hook["language"] == "python"
        assert re.search(hook["files"], "content/acme/log_source_types/audit.yaml")
        assert not re.search(hook["files"], "README.md")
        assert run(hook["entry"], repository).returncode == 0
        assert run(f"{hook['entry']} content", repository).returncode == 0
    make_a_mistake(repository)
    assert [run(hook["entry"], repository).returncode for hook in hooks] == [1, 1]


def test_the_page_about_pre_commit_names_hooks_that_are_there():
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    config = yaml.safe_load(blocks("pre-commit.md")[".pre-commit-config.yaml"])
    assert {hook["id"] for repo in config["repos"] for hook in repo["hooks"]} == offered


def test_the_settings_of_editors_name_every_schema_for_its_files():
    settings = json.loads(blocks("editors.md")[".vscode/settings.json"])["yaml.schemas"]
    assert {Path(schema).stem for schema in settings} == set(SCHEMAS)
    for each in FORMATS:
        place = re.sub(r"<\w+>", "audit", each.path)
        patterns = {
            Path(schema).stem: glob.replace(".", r"\.").replace("*", "[^/]*") for schema, glob in settings.items()
        }
        assert [schema for schema, pattern in patterns.items() if re.fullmatch(pattern, place)] == [each.schema]


def test_the_page_about_editors_writes_every_schema():
    text = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    (names,) = re.findall(r"for name in ([\w -]+)$", text, re.MULTILINE)
    assert set(names.split()) == set(SCHEMAS)


def test_every_schema_has_a_page():
    assert {each.schema for each in FORMATS} == set(SCHEMAS)
