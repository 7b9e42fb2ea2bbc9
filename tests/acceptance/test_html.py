"""`test --html` and `diff --html`: pages of one file for people, beside the other outputs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parent / "packages"
STYLE = re.compile(r"<(style|svg)\b.*?</\1>", re.DOTALL)
"""What has tests of its own."""


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """The working directory of a test, with a package under content/ of which some cases fail."""
    monkeypatch.chdir(tmp_path)
    folder = shutil.copytree(PACKAGES / "acme-proxy", tmp_path / "content" / "acme-proxy")
    path = folder / "tests/events/requests.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("UserName: alice", "UserName: <b>alicia"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(workspace, commands):
    """Runs a command, in a process of its own as `test` runs pytest."""
    return lambda *arguments: commands.run(*arguments, cwd=workspace)


def page(path):
    return STYLE.sub(r"<\1></\1>", path.read_text(encoding="utf-8"))


def test_the_results_are_a_page_beside_the_other_outputs(run, workspace, file_regression):
    result = run("test", "--html", "out/results.html", "--junit", "out/r.xml", "--cobertura", "out/c.xml", "--", "-q")
    assert result.returncode == 1
    assert "\nPage: out/results.html\n" in result.stderr
    assert sorted(path.name for path in (workspace / "out").iterdir()) == ["c.xml", "r.xml", "results.html"]
    file_regression.check(page(workspace / "out/results.html"), extension=".html", encoding="utf-8")


def test_a_page_that_cannot_be_written_is_said_before_anything_runs(run, workspace):
    (workspace / "file").write_text("", encoding="utf-8")
    for arguments in (("test",), ("diff", "content/acme-proxy", "content/acme-proxy")):
        result = run(*arguments, "--html", "file/page.html")
        assert result.returncode == 2
        assert "cannot write to file" in result.stderr
        assert result.stdout == ""


def test_without_a_case_the_page_says_so(run, workspace):
    shutil.rmtree(workspace / "content/acme-proxy/tests")
    assert run("test", "--html", "page.html").returncode == 0
    assert "no test was run" in page(workspace / "page.html")


def test_a_run_that_pytest_refuses_leaves_the_page_as_it_was(run, workspace):
    (workspace / "page.html").write_text("old", encoding="utf-8")
    assert run("test", "--html", "page.html", "--", "--no-such-option").returncode == 2
    assert (workspace / "page.html").read_text(encoding="utf-8") == "old"


def test_differences_are_a_page_beside_the_text(run, workspace, file_regression):
    shutil.copytree(workspace / "content/acme-proxy", workspace / "old")
    path = workspace / "content/acme-proxy/log_source_types/requests.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("severity: 4", "severity: 9"), encoding="utf-8")
    (workspace / "events.log").write_text('{"action": "refuse", "user": {"name": "<i>anna"}}\n', encoding="utf-8")
    result = run("diff", "old", "content/acme-proxy", "--events", "events.log", "--html", "out/diff.html")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Fixes (1)" in result.stdout
    file_regression.check(page(workspace / "out/diff.html"), extension=".html", encoding="utf-8")


def test_sides_that_cannot_be_compared_leave_the_page_as_it_was(run, workspace):
    (workspace / "page.html").write_text("old", encoding="utf-8")
    assert run("diff", "content/acme-proxy", "nothing", "--html", "page.html").returncode == 2
    assert (workspace / "page.html").read_text(encoding="utf-8") == "old"
