"""`qradar-builder lint`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.api import check
from qradar_builder.cli.exits import FINDINGS, UNREADABLE
from qradar_builder.cli.places import CONTENT
from qradar_builder.report import REPORTS


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format", "report", type=click.Choice(list(REPORTS)), default="text", show_default=True, help="How findings look."
)
def command(paths: tuple[Path, ...], report: str) -> None:
    """Load, check and compile everything, and run nothing.

    A PATH is a package folder or a folder of packages, a workflow XML, a parameter values XML, a log source extension,
    a content XML or an extension ZIP; without one, everything under content/. Parameter values are checked together
    with the workflow that is given with them, as on the page of a log source.
    """
    checked = check(*(paths or (CONTENT,)))
    click.echo(REPORTS[report]().render(checked.findings), nl=False)
    if not checked.readable:
        sys.exit(UNREADABLE)
    if not checked.ok:
        sys.exit(FINDINGS)
    if report == "text":
        click.echo("No errors.", err=True)
