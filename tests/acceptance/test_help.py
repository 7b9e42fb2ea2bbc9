"""`qradar-builder --help` answers at once."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from qradar_builder import __version__
from qradar_builder.cli.main import _COMMANDS

HEAVY = {"jinja2", "lxml", "pydantic", "regex", "rich", "ruamel", "xmlschema", "yaml"}


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], []])
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import json, sys\n"
        "from qradar_builder.cli.main import main\n"
        f"main({arguments!r}, standalone_mode=False) if {arguments!r} else None\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


def test_help_names_every_command(run):
    result = run("--help")
    assert result.exit_code == 0
    for name, (_, summary) in _COMMANDS.items():
        assert name in result.stdout
        assert summary.split()[0] in result.stdout


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_of_its_own(run, name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def test_the_version_is_that_of_the_package(run):
    assert run("--version").stdout == f"qradar-builder, version {__version__}\n"


def test_an_unknown_command_ends_with_2(run):
    result = run("biuld")
    assert result.exit_code == 2
    assert "No such command" in result.stderr
