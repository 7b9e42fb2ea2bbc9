"""Commands that are forked behave as processes of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

LINE = '{"type": "block"}\n'


def test_a_command_has_its_own_folder_streams_and_exit_code(commands, tmp_path):
    before = Path.cwd()
    good = commands.run("init", "acme", cwd=tmp_path)
    assert (good.returncode, (tmp_path / "content/acme/extension.yaml").is_file()) == (0, True)
    bad = commands.run("lint", "nothing", cwd=tmp_path)
    assert bad.returncode == 2
    assert "error[file/missing]" in bad.stdout
    assert Path.cwd() == before


def test_a_command_has_the_environment_that_is_given(commands, tmp_path):
    for environment, colored in (({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1"}, False)):
        ended = commands.run("lint", "nothing", cwd=tmp_path, environment=environment)
        assert ("\x1b[" in ended.stdout) == colored


def test_what_is_given_is_standard_input(commands, tmp_path):
    commands.run("init", "acme", cwd=tmp_path)
    (kind,) = (tmp_path / "content/acme/log_source_types").glob("*.yaml")
    ended = commands.run("parse", "acme", "--type", kind.stem, cwd=tmp_path, given=LINE)
    assert (ended.returncode, len(ended.stdout.splitlines())) == (0, 1), ended.stderr


def test_a_shell_finds_the_program(commands, tmp_path):
    path = os.pathsep.join((str(commands.folder), os.environ["PATH"]))
    script = "qradar-builder --version | head -c 5; qradar-builder lint nothing >/dev/null || echo ended with $?"
    shell = ["/bin/sh", "-c", script]
    ended = subprocess.run(shell, cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert ended.stdout == "qradaended with 2\n"


@pytest.mark.parametrize("name", ["qradar_builder.survey.survey", "qradar_builder.preview.app"])
def test_a_command_loads_what_is_not_there_yet(commands, tmp_path, name):
    command = name.split(".")[1]
    ended = commands.run(command, "nothing", "no.log" if command == "survey" else "--no-open", cwd=tmp_path)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
