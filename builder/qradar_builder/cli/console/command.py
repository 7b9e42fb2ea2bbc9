"""`qradar-builder console`, the group of the commands for a console."""

from __future__ import annotations

import click

from qradar_builder.cli.calling.group import Group

_COMMANDS = {
    # name: (module, what it does)
    "check": ("console.check", "Check that a console can be reached and has what a package needs."),
}


@click.command(
    "console",
    cls=Group,
    commands_of=_COMMANDS,
    examples=(("qradar-builder console check --profile lab acme-audit", "Check a console before a deployment"),),
)
def command() -> None:
    """Deploy packages to a QRadar console by its REST API, and compare the two.

    console.toml says how a console is reached. Its token comes from QRADAR_TOKEN, a file that only you can read,
    or the keyring of the system, and is never an argument.
    """
