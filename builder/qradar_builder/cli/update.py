"""`qradar-builder update`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.exits import FINDINGS

_PATH = click.Path(path_type=Path)


@click.command(
    "update",
    cls=Command,
    examples=(
        ("qradar-builder update content/acme --base acme-1.0.0.zip --to acme-1.1.0.zip", "Merge a new version"),
        ("qradar-builder update content/acme --base upstream-old --to upstream-new", "Merge a package folder"),
    ),
)
@click.argument("folder", type=_PATH, metavar="FOLDER")
@click.option("--base", type=_PATH, required=True, metavar="FILE", help="The version that the package was made of.")
@click.option("--to", "new", type=_PATH, required=True, metavar="FILE", help="The new version.")
def command(folder: Path, base: Path, new: Path) -> None:
    """Merge a new version from upstream into a package that you have changed.

    Each version is a file that can be imported, or a package folder. What only one side changed comes from that
    side, by item and attribute. What both sides changed is listed, and marked in the files as git marks it; then the
    exit code is 1. Comments and the order of your YAML stay.
    """
    from qradar_builder.cli.calling.inputs import exit_of, with_hints
    from qradar_builder.cli.calling.voice import report, voice
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.findings import Findings
    from qradar_builder.source.output import write_files
    from qradar_builder.takeover.update.package import update_package

    findings = Findings()
    updated = update_package(folder, base, new, findings)
    report(with_hints(findings, (folder, base, new)))
    if updated is None:
        click.echo("Nothing was written.", err=True)
        sys.exit(exit_of(findings, (folder, base, new)))
    with writing():
        write_files(folder, updated.files, tell)
    if not voice().quiet:
        for place in updated.taken:
            click.echo(f"taken     {place}")
    for place in updated.conflicts:
        click.echo(f"conflict  {place}")
    count = len(updated.conflicts)
    if not voice().quiet:
        changes = f"{len(updated.taken)} change{'s' if len(updated.taken) != 1 else ''} taken"
        click.echo(f"{changes}, {count} conflict{'s' if count != 1 else ''} to resolve." if count else f"{changes}.")
    if updated.conflicts:
        sys.exit(FINDINGS)
