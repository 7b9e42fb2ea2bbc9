"""How commands are called: from where, with names and paths, with colors, and how much they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import _COMMANDS, main

GATEWAY = "content/acme-gateway"
LINE = '{"kind": "alert"}\n'
COLOR = "\x1b["


def call(*arguments, folder, environment=()):
    """Call the command from a folder, with nothing in the environment that chooses colors."""
    with pytest.MonkeyPatch.context() as patch:
        for name in without_colors(os.environ):
            patch.delenv(name)
        for name, value in dict(environment).items():
            patch.setenv(name, value)
        patch.chdir(folder)
        return CliRunner().invoke(main, [*map(str, arguments)])


def without_colors(environment):
    """The names in an environment that choose colors, or that the tests themselves bring."""
    return [name for name in environment if name.startswith(("NO_COLOR", "FORCE_COLOR", "TERM", "PYTEST", "CI"))]


class TestPlaces:
    """Which packages a command works on."""

    @pytest.mark.parametrize("command", ["lint", "build", "test", "docs"])
    def test_a_package_can_be_given_by_its_name(self, run, command):
        by_name, by_path = run(command, "acme-windows"), run(command, "content/acme-windows")
        assert by_name.exit_code == by_path.exit_code == 0
        assert by_name.stdout == by_path.stdout

    @pytest.mark.parametrize("below", ["", "workflows"])
    @pytest.mark.parametrize("command", ["lint", "build", "test", "docs"])
    def test_inside_a_package_no_argument_is_needed(self, run, workspace, monkeypatch, command, below):
        monkeypatch.chdir(workspace / GATEWAY / below)
        assert run(command).exit_code == 0
        assert (workspace / "dist" / "acme-gateway-1.2.3").is_dir() == (command in {"build", "docs"})
        assert not (workspace / "dist" / "acme-windows-0.1.0").exists()

    def test_the_output_of_a_package_that_is_alone_is_in_it_and_is_no_finding(self, run, workspace, monkeypatch):
        shutil.copytree(workspace / "content/acme-windows", workspace / "alone")
        monkeypatch.chdir(workspace / "alone")
        assert run("build").exit_code == 0
        assert (workspace / "alone/dist/acme-windows-0.1.0.zip").is_file()
        assert "unexpected" not in run("lint").stdout

    def test_inside_a_package_its_neighbours_have_names(self, run, workspace, monkeypatch):
        monkeypatch.chdir(workspace / GATEWAY)
        assert run("lint", "acme-windows").exit_code == 0

    def test_the_folder_of_packages_can_be_the_working_directory(self, run, workspace, monkeypatch):
        monkeypatch.chdir(workspace / "content")
        result = run("lint")
        assert (result.exit_code, result.stderr) == (0, "No errors.\n")

    @pytest.mark.parametrize("command", ["lint", "build", "test", "docs"])
    def test_an_empty_folder_points_at_init(self, run, tmp_path, monkeypatch, command):
        (tmp_path / "empty").mkdir()
        monkeypatch.chdir(tmp_path / "empty")
        result = run(command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no package here" in result.stderr
        assert "qradar-builder init NAME" in result.stderr
        assert list((tmp_path / "empty").iterdir()) == []

    @pytest.mark.parametrize(
        ("arguments", "meant"),
        [
            (("lint", "contnt"), "content"),
            (("lint", "acme-gatewy"), "acme-gateway"),
            (("lint", "contnt/acme-gatewy/workflows"), "content/acme-gateway/workflows"),
            (
                ("run", "content/acme-gateway/workflows/alert.yaml", "--live"),
                "content/acme-gateway/workflows/alerts.yaml",
            ),
            (("init", "new", "--from-samples", "contnt"), "content"),
        ],
    )
    def test_a_path_that_leads_nowhere_is_told_with_the_one_like_it(self, run, arguments, meant):
        result = run(*arguments)
        assert result.exit_code == 2
        assert f"did you mean `{meant}`?" in result.stdout + result.stderr

    def test_parse_takes_the_package_around_it(self, workspace):
        (workspace / GATEWAY / "events.log").write_text(LINE, encoding="utf-8")
        inside = call("parse", "events.log", "--type", "alerts", folder=workspace / GATEWAY)
        file = f"{GATEWAY}/events.log"
        named = call("parse", "acme-gateway", file, "--type", "alerts", folder=workspace)
        assert inside.exit_code == named.exit_code == 0, inside.stderr + named.stderr
        assert len(inside.stdout.splitlines()) == len(named.stdout.splitlines()) == 1

    def test_run_takes_the_workflow_of_the_package_around_it(self, workspace):
        first = call("run", "--live", folder=workspace / GATEWAY)
        keyed = call("run", "alerts", "--live", folder=workspace / GATEWAY)
        named = call("run", "acme-gateway", "--live", folder=workspace)
        for result in (first, keyed, named):
            # It has come as far as the values of the parameters.
            assert (result.exit_code, "error[run/parameter]" in result.stderr) == (1, True), result.stderr


class TestColors:
    """`--color`, NO_COLOR, FORCE_COLOR and TERM=dumb."""

    @pytest.mark.parametrize(
        ("options", "environment", "colored"),
        [
            ([], {}, False),
            (["--color", "always"], {}, True),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
            ([], {"FORCE_COLOR": ""}, False),
        ],
    )
    def test_findings_have_colors_where_they_are_asked_for(self, broken, options, environment, colored):
        folder = broken.parents[1]
        lint = call("lint", *options, folder=folder, environment=environment)
        before = call(*options, "build", folder=folder, environment=environment)
        assert [COLOR in lint.stdout, COLOR in before.stderr] == [colored, colored]

    @pytest.mark.parametrize("environment", [{"FORCE_COLOR": "1"}, {"NO_COLOR": "1"}])
    def test_tests_and_builds_follow(self, broken, environment):
        folder = broken.parents[1]
        wanted = "FORCE_COLOR" in environment
        assert (COLOR in call("test", "broken", folder=folder, environment=environment).stderr) == wanted
        assert (COLOR in call("build", "acme-windows", folder=folder, environment=environment).stdout) == wanted

    def test_a_process_of_its_own_follows(self, broken):
        folder = broken.parents[1]
        left_out = without_colors(os.environ)
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        ended = subprocess.run(
            [sys.executable, "-m", "qradar_builder.cli", "lint"],
            cwd=folder,
            env={**kept, "FORCE_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert COLOR in ended.stdout

    def test_output_for_machines_has_none(self, broken):
        result = call("lint", "--format", "json", "--color", "always", folder=broken.parents[1])
        assert COLOR not in result.stdout


class TestVoice:
    """`-q` and `-v`."""

    @pytest.mark.parametrize("place", ["before", "after"])
    @pytest.mark.parametrize("command", ["lint", "build", "docs"])
    def test_quiet_says_nothing_where_all_is_well(self, run, command, place):
        result = run("-q", command) if place == "before" else run(command, "--quiet")
        assert (result.exit_code, result.output) == (0, "")

    def test_quiet_still_says_errors(self, run, broken):  # noqa: ARG002 - the package is there
        result = run("build", "-q")
        assert result.exit_code == 1
        assert "error[" in result.stderr
        assert "warning[" not in result.stderr

    def test_verbose_says_what_is_done_and_how_long_it_took(self, run):
        result = run("lint", "-v", "acme-windows")
        assert result.exit_code == 0
        assert "checking content/acme-windows\n" in result.stderr
        assert "lint took " in result.stderr

    @pytest.mark.parametrize("command", [name for name in _COMMANDS if name not in {"completion", "init"}])
    def test_both_at_once_are_refused(self, run, command):
        result = run(command, "-q", "-v")
        assert (result.exit_code, "--quiet or --verbose" in result.stderr) == (2, True)


class TestCompletion:
    """What the Tab key gives."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_each_shell_has_a_script(self, run, shell):
        result = run("completion", shell)
        assert result.exit_code == 0
        assert "_QRADAR_BUILDER_COMPLETE" in result.stdout

    @pytest.mark.parametrize(
        ("words", "typed", "expected"),
        [
            ("qradar-builder l", 1, {"lint"}),
            ("qradar-builder build acme-", 2, {"acme-gateway", "acme-windows"}),
            ("qradar-builder lint acme-g", 2, {"acme-gateway"}),
            ("qradar-builder parse acme-gateway --type ", 4, {"alerts"}),
            ("qradar-builder docs --format ", 3, {"md", "html", "both"}),
            ("qradar-builder build --no", 2, {"--no-cases"}),
        ],
    )
    def test_commands_options_packages_and_types_are_completed(self, workspace, words, typed, expected):
        environment = {"_QRADAR_BUILDER_COMPLETE": "fish_complete"}
        environment |= {"COMP_WORDS": words, "COMP_CWORD": words.rpartition(" ")[2]}
        code = "from qradar_builder.cli.main import main; main(prog_name='qradar-builder')"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMP")}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=workspace,
            env={**kept, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        found = {line.split(",", 1)[1].split("\t")[0] for line in done.stdout.splitlines() if line.startswith("plain,")}
        assert found == expected, (typed, done.stderr)
