"""`qradar-builder console`, the group of the commands for a console."""

from __future__ import annotations

import click

from qradar_builder.cli.calling.group import Group

_COMMANDS = {
    # name: (module, what it does)
    "check": ("console.check", "Check that a console can be reached and has what a package needs."),
    "deploy": ("console.deploy", "Deploy a package or ZIP, with a preview, a backup and its REST plan."),
    "verify": ("console.verify", "Compare every item with the console, and see what its events became."),
    "drift": ("console.drift", "List what was changed on the console."),
    "pull": ("console.pull", "Bring what was changed on the console back into the package."),
    "log-sources": ("console.log_sources", "Create and update log sources from files and local values."),
    "serve": ("console.serve", "Serve a model of a console on this machine, to try and to test."),
}


@click.command(
    "console",
    cls=Group,
    commands_of=_COMMANDS,
    examples=(
        ("qradar-builder console check acme-audit --profile lab", "Check a console before a deployment"),
        ("qradar-builder console deploy acme-audit --profile lab", "Deploy a package"),
        ("qradar-builder console verify acme-audit --profile lab", "Compare the console with the package"),
    ),
)
def command() -> None:
    """Deploy packages to a QRadar console by its REST API, and compare the two.

    console.toml says how a console is reached. Its token comes from QRADAR_TOKEN, a file that only you can read,
    or the keyring of the system, and is never an argument.
    """
