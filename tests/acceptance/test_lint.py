"""`qradar-builder lint`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qradar_builder.findings import RULES

FIELDS = {"rule", "severity", "message", "file", "line", "column", "help"}


def test_packages_without_errors_end_with_0(run):
    result = run("lint")
    assert result.exit_code == 0
    assert "note[property/not-in-zip]" in result.stdout


def test_errors_are_shown_with_pictures_of_the_source(run, broken, file_regression):
    result = run("lint", broken.relative_to(Path.cwd()))
    assert result.exit_code == 1
    file_regression.check(result.stdout)


def test_json_has_every_finding_with_its_fields(run, broken, file_regression):
    result = run("lint", "--format", "json", broken.relative_to(Path.cwd()))
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["version"] == 1
    for found in report["findings"]:
        assert found.keys() >= FIELDS
        assert RULES[found["rule"]].severity == found["severity"]
        assert Path(found["file"]).is_file()
    file_regression.check(result.stdout, extension=".json")


def test_json_without_findings_is_an_empty_list(run):
    result = run("lint", "content/acme-windows", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"version": 1, "findings": []})


def test_nothing_is_written(run, workspace, files_of):
    before = files_of(workspace)
    run("lint")
    assert files_of(workspace) == before


def test_what_a_build_makes_is_clean(run):
    run("build")
    for name in ("acme-gateway-1.2.3", "acme-windows-0.1.0"):
        assert run("lint", f"dist/{name}.zip").exit_code == 0
    for path in Path("dist").rglob("*.xml"):
        # Rules judge the workflow of the fixture; here it is about what the build adds.
        result = run("lint", path, "--format", "json", "--ignore", "workflow")
        severities = {found["severity"] for found in json.loads(result.stdout)["findings"]}
        assert (result.exit_code, severities & {"error", "warning"}) == (0, set())


@pytest.mark.parametrize("path", ["none", "none.yaml", "content/acme-gateway/extension.yaml", "empty", "x" * 5000])
def test_what_cannot_be_checked_ends_with_2(run, path):
    Path("empty").mkdir()
    result = run("lint", path)
    assert result.exit_code == 2
    assert "error[file/" in result.stdout


def test_what_can_be_checked_is_checked_all_the_same(run, broken):
    result = run("lint", "none", broken, "--format", "json")
    rules = {found["rule"] for found in json.loads(result.stdout)["findings"]}
    assert result.exit_code == 2
    assert rules >= {"file/missing", "extension/version"}


def test_an_unknown_format_ends_with_2(run):
    assert run("lint", "--format", "xml").exit_code == 2


def test_an_override_with_a_wrong_category_is_not_called_empty_too(run, workspace):
    folder = workspace / "content" / "acme-linux"
    (folder / "log_source_types").mkdir(parents=True)
    shutil.copy(workspace / "content" / "acme-windows" / "extension.yaml", folder / "extension.yaml")
    row = "{id: a, category: b, name: N, low_level_category: Nothing Like It, severity: 3}"
    text = f"overrides: Linux OS\nevents:\n  - {row}\n"
    (folder / "log_source_types" / "linux.yaml").write_text(text, encoding="utf-8")
    result = run("lint", folder)
    assert "qid/unknown-category" in result.stdout
    assert "type/empty" not in result.stdout
