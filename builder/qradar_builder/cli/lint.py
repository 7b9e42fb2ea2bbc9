"""`qradar-builder lint`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.calling.ignore_option import IGNORE, check_ignored
from qradar_builder.cli.exits import FINDINGS, UNREADABLE
from qradar_builder.report import REPORTS


@click.command(
    "lint",
    cls=Command,
    examples=(
        ("qradar-builder lint", "Check every package of content/, or the package that you are in"),
        ("qradar-builder lint acme-audit", "Check one package, by its name or path"),
        ("qradar-builder lint dist/acme-audit-1.0.0.zip", "Check a finished extension"),
        ("qradar-builder lint --ignore qid/unused", "Ignore the findings of a rule"),
        ("qradar-builder lint --format sarif > findings.sarif", "Write the findings for a machine"),
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...", shell_complete=complete_places)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(REPORTS)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@IGNORE
def command(paths: tuple[Path, ...], form: str, ignored: tuple[str, ...]) -> None:
    """Load, check and compile everything, and run nothing.

    A PATH is a package, by its folder or its name, a folder of packages, a workflow XML, a parameter values XML, a log
    source extension, a content XML or an extension ZIP. Without one, lint checks the package that you are in, or
    everything under content/. Parameter values are checked together with the workflow that is given with them, as on
    the page of a log source.
    """
    from qradar_builder.api import check
    from qradar_builder.cli.calling.inputs import with_hints
    from qradar_builder.cli.calling.places import default_places, named_place
    from qradar_builder.cli.calling.voice import detail, heard, remark

    places = [named_place(path) for path in paths] if paths else default_places()
    check_ignored(ignored)
    for place in places:
        detail(f"checking {place}")
    checked = check(*places, ignore=ignored)
    found = with_hints(checked.findings, places)
    click.echo(REPORTS[form]().render(heard(found) if form == "text" else found), nl=False)
    if not checked.readable:
        sys.exit(UNREADABLE)
    if not checked.ok:
        sys.exit(FINDINGS)
    if form == "text":
        remark("No errors.")
