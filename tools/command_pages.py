"""The reference of the commands, from what `--help` says."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from qradar_builder.cli import exits
from qradar_builder.cli.calling.command import COMMON, Command
from qradar_builder.cli.calling.group import Group
from qradar_builder.cli.main import main
from tools.markdown import anchored, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Commands

Output for machines goes to standard output, messages for people to standard error. Every command has `--help`, or
`-h`. This page is made from what `--help` says.

A command that takes packages takes them by folder or, where the package is in `content/`, by name. Inside a package
folder it takes that package; elsewhere, without an argument, all packages of `content/`.
"""

_COMMON_HEAD = """\
## Common options

Every command has these options; they can also go before the name of the command. `--format` always says how a command
writes its output. Colors follow `--color`, then [`NO_COLOR`](https://no-color.org), then
[`FORCE_COLOR`](https://force-color.org), then `TERM=dumb`; where none of them is set, a terminal gets colors and a file
or a pipe does not.
"""

_COMPLETION = """\
## Completion in your shell

In bash 4.4 or newer, zsh and fish, the Tab key completes commands, options, names of packages, log source types and
workflows. Save the script of your shell once, and open a new shell:

```sh
# bash, with the package bash-completion
mkdir -p ~/.local/share/bash-completion/completions
qradar-builder completion bash > ~/.local/share/bash-completion/completions/qradar-builder
# zsh, before compinit runs
qradar-builder completion zsh > "${fpath[1]}/_qradar-builder"
# fish
qradar-builder completion fish > ~/.config/fish/completions/qradar-builder.fish
```
"""


def command_pages() -> dict[str, str]:
    """The page by its path below docs/."""
    context = click.Context(main, info_name="qradar-builder")
    sections = [part for name in main.list_commands(context) for part in _sections(name, context)]
    return {"reference/commands.md": "\n".join([_HEAD, *sections, _common(), _COMPLETION, _exit_codes()])}


def _sections(name: str, parent: click.Context) -> Iterator[str]:
    """The section of a command; of a group, that of each of its commands, too."""
    command = main.get_command(parent, name)
    yield _section(command, name, parent)
    if isinstance(command, Group):
        inside = click.Context(command, info_name=name, parent=parent)
        yield from (
            _section(command.get_command(inside, each), f"{name} {each}", parent) for each in command.commands_of
        )


def _section(command: click.Command | None, name: str, parent: click.Context) -> str:
    assert command is not None
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"## {name}\n", f"```sh\nqradar-builder {name} {usage}\n```\n"]
    parts += [f"{prose(inspect.cleandoc(text))}\n" for text in (command.help, command.epilog) if text]
    assert isinstance(command, Command | Group), f"{name} has no examples, and not the options that every command has"
    parts.append("```sh\n" + "\n".join(f"# {text}\n{line}" for line, text in command.examples) + "\n```\n")
    shown = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    own = [_row(name, each) for each in shown if isinstance(command, Command) and command.section_of(each) != COMMON]
    if own:
        parts.append(table(("option", "default", "what it does"), own))
    return "\n".join(parts)


def _common() -> str:
    rows = [_row("common", each) for each in main.params if isinstance(each, click.Option)]
    return f"{_COMMON_HEAD}\n{table(('option', 'default', 'what it does'), rows)}"


def _row(command: str, option: click.Option) -> tuple[str, str, str]:
    value = "" if option.is_flag else f" {_value(option)}"
    first, *others = (f"{name}{value}" for name in option.opts)
    names = ", ".join(
        [anchored(f"{command.replace(' ', '-')}{option.opts[-1]}", first), *(f"`{name}`" for name in others)]
    )
    told = prose(option.help or "")
    if isinstance(option.type, click.Choice):
        told += f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    if option.multiple:
        told += " May be given several times."
    default = option.show_default if isinstance(option.show_default, str) else option.default
    shown = "" if option.is_flag or not option.show_default else f"`{default}`"
    return names, shown, told


def _value(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    names = {click.Path: "FILE", click.IntRange: "N", click.Choice: "NAME"}
    return names.get(type(option.type), "TEXT")


def _exit_codes() -> str:
    rows = [("0", "All is well; there may be warnings and notes."), *_codes()]
    return f"## Exit codes\n\nThey are the same for every command.\n\n{table(('code', 'meaning'), rows)}"


def _codes() -> Iterator[tuple[str, str]]:
    """Each constant of the module, with the text below it."""
    statements = ast.parse(inspect.getsource(exits)).body
    for constant, text in pairwise(statements):
        match constant, text:
            case ast.Assign(value=ast.Constant(value=code)), ast.Expr(value=ast.Constant(value=str(meaning))):
                yield str(code), meaning
