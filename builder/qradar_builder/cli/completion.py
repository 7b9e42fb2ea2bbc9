"""`qradar-builder completion`."""

from __future__ import annotations

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import SHELLS, script


@click.command(
    "completion",
    cls=Command,
    examples=(
        ("qradar-builder completion bash > ~/.local/share/bash-completion/completions/qradar-builder", "In bash"),
        ('qradar-builder completion zsh > "${fpath[1]}/_qradar-builder"', "In zsh, before compinit runs"),
        ("qradar-builder completion fish > ~/.config/fish/completions/qradar-builder.fish", "In fish"),
    ),
)
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def command(shell: str) -> None:
    """Print the script that teaches a shell to complete commands, options, packages and log source types.

    SHELL is bash (4.4 or newer), zsh or fish. Save the script where the shell looks for completions, and open a new
    shell.
    """
    click.echo(script(shell, click.get_current_context().find_root().command))
