"""What shells complete: packages and their log source types, by names. Nothing heavy is imported for it."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.cli.calling.places import CONTENT, named_place, package_around, package_names

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
_MOST = 500
"""How many names are offered."""


def script(shell: str, command: click.Command) -> str:
    """The script that teaches a shell to complete a command and what is below it."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    return kind(command, {}, "qradar-builder", "_QRADAR_BUILDER_COMPLETE").source()


def complete_packages(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the packages, and folders."""
    return [*_names(package_names(), incomplete), _paths(incomplete, "dir")]


def complete_places(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the packages, and files and folders."""
    return [*_names(package_names(), incomplete), _paths(incomplete, "file")]


def complete_types(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The keys of the log source types of the package that the command is given."""
    # Where a value is still missing, click has not parted the arguments yet.
    given = ctx.params.get("source") or next(iter(ctx.args), None)
    around = package_around()
    folders = [named_place(Path(given))] if given else [around] if around else sorted(CONTENT.glob("*"))
    keys = {each.stem for folder in folders for each in folder.glob("log_source_types/*.yaml")}
    return _names(sorted(keys), incomplete)


def complete_workflows(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The keys of the workflows of the package around, and files."""
    around = package_around()
    keys = set() if around is None else {each.stem for each in around.glob("workflows/*.[yx]*ml")}
    return [*_names(sorted(keys), incomplete), _paths(incomplete, "file")]


def complete_protocols(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The short names of protocols."""
    return _names(["rest", "syslog", "tls-syslog", "kafka"], incomplete)


def _names(names: list[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in islice((each for each in names if each.startswith(incomplete)), _MOST)]


def _paths(incomplete: str, kind: str) -> CompletionItem:
    """What leaves paths to the shell."""
    from click.shell_completion import CompletionItem

    return CompletionItem(os.fspath(incomplete), type=kind)
