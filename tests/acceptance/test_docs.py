"""`qradar-builder docs`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

GATEWAY = Path("content", "acme-gateway")
FOLDER = Path("dist", "acme-gateway-1.2.3")


def test_it_writes_what_a_build_writes(run, workspace, files_of):
    run("build")
    built = files_of(workspace / "dist")
    result = run("docs", "-o", "out")
    assert result.exit_code == 0
    assert result.stdout.split() == [
        f"out/{package}/{name}"
        for package in ("acme-gateway-1.2.3", "acme-windows-0.1.0")
        for name in ("INSTALL.html", "INSTALL.md", "MAPPINGS.csv", "MAPPINGS.html", "MAPPINGS.md")
    ]
    written = files_of(workspace / "out")
    assert written == {name: built[name] for name in written}


def test_it_keeps_no_identities(run, workspace):
    assert run("docs", GATEWAY).exit_code == 0
    assert not list(workspace.rglob("identity.lock.yaml"))


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("md", {"INSTALL.md", "MAPPINGS.csv", "MAPPINGS.md"}),
        ("html", {"INSTALL.html", "MAPPINGS.csv", "MAPPINGS.html"}),
    ],
)
def test_one_form_may_be_enough(run, workspace, files_of, form, names):
    assert run("docs", GATEWAY, "--format", form).exit_code == 0
    assert set(files_of(workspace / FOLDER)) == names


def test_the_rest_of_a_build_stays_and_its_checksums_hold(run, workspace, files_of):
    (workspace / GATEWAY / "docs").mkdir()
    (workspace / GATEWAY / "docs" / "guide.md").write_text("[x](x.txt)\n", encoding="utf-8")
    (workspace / GATEWAY / "docs" / "x.txt").write_text("x", encoding="utf-8")
    theme = workspace / "theme"
    theme.mkdir()
    (theme / "theme.css").write_text("body { color: red }", encoding="utf-8")
    run("build", GATEWAY)
    before = files_of(workspace / FOLDER)
    assert run("docs", GATEWAY, "--theme", theme).exit_code == 0
    after = files_of(workspace / FOLDER)
    assert {name for name in before if before[name] != after[name]} == {
        "INSTALL.html",
        "MAPPINGS.html",
        "SHA256SUMS",
    }
    assert set(before) == set(after)
    assert "docs/x.txt" in after
    lines = after["SHA256SUMS"].decode().splitlines()
    assert len(lines) == len(before)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((workspace / FOLDER / name).read_bytes()).hexdigest() == digest


def test_a_mistake_in_a_theme_is_a_finding_and_nothing_is_written(run, workspace):
    theme = workspace / "theme"
    theme.mkdir()
    (theme / "page.html.j2").write_text("fine\n{{ nope", encoding="utf-8")
    result = run("docs", GATEWAY, "--theme", theme)
    assert result.exit_code == 1
    assert "error[guide/theme]" in result.stderr
    assert "theme/page.html.j2:2:1" in result.stderr
    assert "Nothing was written." in result.stderr
    assert "Traceback" not in result.output
    assert not (workspace / "dist").exists()


def test_a_broken_package_ends_with_1_and_nothing_is_written(run, workspace, broken):
    result = run("docs", broken)
    assert result.exit_code == 1
    assert not (workspace / "dist").exists()


@pytest.mark.parametrize("arguments", [["none"], ["--theme", "none"], ["--format", "pdf"]])
def test_a_wrong_call_ends_with_2(run, arguments):
    assert run("docs", *arguments).exit_code == 2


def test_an_output_folder_that_cannot_be_made_ends_with_2(run, workspace):
    (workspace / "dist").write_text("x", encoding="utf-8")
    result = run("docs", GATEWAY)
    assert result.exit_code == 2
    assert "error: cannot write to" in result.stderr


def test_a_link_that_leads_nowhere_is_a_warning(run, workspace):
    (workspace / GATEWAY / "docs").mkdir()
    (workspace / GATEWAY / "docs" / "guide.md").write_text("## Notes\n\n[gone](gone.md)\n", encoding="utf-8")
    result = run("docs", GATEWAY)
    assert result.exit_code == 0
    assert "warning[guide/link]" in result.stderr
    assert "content/acme-gateway/docs/guide.md:3:8" in result.stderr
