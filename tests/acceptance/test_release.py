"""`qradar-builder release`, and `build --against`."""

from __future__ import annotations

from pathlib import Path

import pytest

GATEWAY = Path("content", "acme-gateway")
LAST = "last/acme-gateway-1.2.3.zip"


@pytest.fixture
def released(run, workspace):
    """Version 1.2.3 of both packages is released, and lies in last/."""
    assert run("build", "-o", "last").exit_code == 0
    return workspace


def change(workspace, version=None, log=None):
    path = workspace / GATEWAY / "log_source_types/alerts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("severity: 5", "severity: 9"), encoding="utf-8")
    if version is not None:
        path = workspace / GATEWAY / "extension.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("1.2.3", version), encoding="utf-8")
    if log is not None:
        (workspace / GATEWAY / "CHANGELOG.md").write_text(log, encoding="utf-8")


def test_a_changed_severity_is_not_released_under_the_same_version(run, released, file_regression):
    change(released)
    result = run("release", "check", "acme-gateway", "--against", LAST)
    assert result.exit_code == 1
    file_regression.check(result.stdout)


def test_a_release_that_is_right_is_told(run, released):
    change(released, "1.2.4", "# Acme\n\n## 1.2.4\n\n- The severity is right.\n")
    result = run("release", "check", "acme-gateway", "--against", LAST)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1.2.4 can be released after 1.2.3: 1 fix.\n"


def test_notes_are_drafted_under_the_version_that_is_needed(run, released, file_regression):
    change(released)
    result = run("release", "notes", "acme-gateway", "--against", LAST)
    assert result.exit_code == 0
    assert result.stderr == "note: extension.yaml has the version 1.2.3; the changes need 1.2.4\n"
    file_regression.check(result.stdout, extension=".md")
    change(released, "1.2.4", f"# Acme\n\n{result.stdout}")
    assert run("release", "check", "acme-gateway", "--against", LAST).exit_code == 0


def test_a_build_against_the_last_release_writes_nothing_that_a_console_refuses(run, released):
    change(released)
    result = run("build", "acme-gateway", "--against", LAST)
    assert result.exit_code == 1
    assert "error[release/same-version]" in result.stderr
    assert "error[release/changelog]" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not (released / "dist").exists()
    change(released, "1.2.4", "## 1.2.4\n\n- The severity is right.\n")
    assert run("build", "acme-gateway", "--against", LAST).exit_code == 0
    assert (released / "dist/acme-gateway-1.2.4.zip").exists()


def test_all_packages_are_built_against_a_folder_of_releases(run, released):
    change(released, "1.2.4", "## 1.2.4\n\n- The severity is right.\n")
    result = run("build", "--against", "last")
    assert result.exit_code == 1
    assert "content/acme-windows/CHANGELOG.md" in result.stderr
    (released / "content/acme-windows/CHANGELOG.md").write_text("## 0.1.0\n\n- First.\n", encoding="utf-8")
    assert run("build", "--against", "last").exit_code == 0


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("release", "check", "acme-gateway"), 2, "Missing option '--against'"),
        (("release", "check", "--against", LAST), 2, "there are several packages"),
        (("release", "check", "nothing", "--against", LAST), 2, "there is no such package or folder"),
        (("release", "check", "acme-gateway", "--against", "nothing.zip"), 2, "there is no such file or folder"),
        (("release", "notes", "acme-gateway", "--against", "nothing:x"), 2, "error[diff/revision]"),
        (("release", "publish", "acme-gateway", "--against", LAST), 2, "'publish' is not one of"),
        (("release", "notes", "acme-windows", "--against", LAST), 1, "error[release/other-extension]"),
        (("build", "--against", "nothing.zip"), 2, "there is no such file or folder"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(run, arguments, code, said):
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert said in result.output
