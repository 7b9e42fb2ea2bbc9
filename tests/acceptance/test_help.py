"""`qradar-builder --help` answers at once."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import click
import pytest

from qradar_builder import __version__
from qradar_builder.cli.calling.group import Group
from qradar_builder.cli.main import _COMMANDS, main

HEAVY = {"jinja2", "lxml", "pydantic", "regex", "rich", "ruamel", "xmlschema", "yaml"}


def _inside(name):
    """A command, and the commands of a group."""
    command = main.get_command(click.Context(main), name)
    yield name, command
    if isinstance(command, Group):
        yield from (
            (f"{name} {each}", command.get_command(click.Context(command), each)) for each in command.commands_of
        )


ALL = dict(each for name in _COMMANDS for each in _inside(name))


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


def test_help_names_every_command_below_a_heading(run):
    result = run("--help")
    assert result.exit_code == 0
    for name, (_, heading, summary) in _COMMANDS.items():
        assert f"{heading}:" in result.stdout
        assert name in result.stdout
        assert summary.split()[0] in result.stdout


@pytest.mark.parametrize("name", ALL)
def test_every_command_shows_examples_and_the_common_options(run, name):
    shown = run(*name.split(), "--help").stdout
    head, _, examples = shown.partition("\nExamples:\n")
    assert f"  qradar-builder {name}" in examples
    common = head.partition("\nCommon options:\n")[2]
    assert [option in common for option in ("--color [auto|always|never]", "-q, --quiet", "-v, --verbose")] == [
        True
    ] * 3


@pytest.mark.parametrize("name", ALL)
def test_every_example_is_a_call_that_the_command_takes(name):
    command, called = ALL[name], ["qradar-builder", *name.split()]
    for line, _ in command.examples:
        words = shlex.split(re.sub(r" [<>].*", "", line))
        assert words[: len(called)] == called
        rest = words[len(called) :]
        if isinstance(command, Group):
            assert rest[0] in command.commands_of
            continue
        arguments, left = command.make_parser(click.Context(command)).parse_args(rest)[:2]
        assert arguments or left or rest == []


@pytest.mark.parametrize("name", ALL)
def test_values_of_options_have_the_same_words_everywhere(name):
    command = ALL[name]
    words = {
        "DAYS",
        "EXPRESSION",
        "FILE",
        "FOLDER",
        "HOST",
        "KEY",
        "LAST",
        "N",
        "NAME",
        "NAME=NUMBER",
        "NAME=VALUE",
        "RULE",
    }
    words |= {"NEW", "PERCENT", "RATE", "TIME", "VERSION", "ZONE"}
    for option in command.params:
        if isinstance(option, click.Option) and not option.is_flag and not isinstance(option.type, click.Choice):
            assert option.make_metavar(click.Context(command)) in words, option.opts
        if isinstance(option.type, click.Path) and isinstance(option, click.Option):
            assert option.metavar in {"FILE", "FOLDER"}


def test_format_is_how_a_command_writes_its_output():
    commands = [main.get_command(click.Context(main), name) for name in _COMMANDS]
    told = [each.help for command in commands for each in command.params if "--format" in each.opts]
    assert told == [
        "How findings are printed.",
        "How events are printed: as JSON for machines, or as a table for people.",
        "How the changes are printed: for people, for machines, or for a pull request.",
        "How findings are printed.",
        "Which form is written: Markdown (md) or pages (html).",
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_of_its_own(run, name):
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_that_of_the_package(run, option):
    assert run(option).stdout == f"qradar-builder, version {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("lnt", "lint"), ("biuld", "build"), ("LINT", "lint"), ("tets", "test")])
def test_an_unknown_command_ends_with_2_and_a_hint(run, typed, meant):
    result = run(typed)
    assert result.exit_code == 2
    assert f"There is no command `{typed}`; did you mean `{meant}`?" in result.stderr


def test_a_command_unlike_any_other_points_at_the_list(run):
    result = run("xyzzy")
    assert (result.exit_code, "`qradar-builder --help` lists the commands" in result.stderr) == (2, True)
