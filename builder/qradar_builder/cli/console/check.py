"""`qradar-builder console check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.console.connecting import CONNECTION, PATH, connected, connection_options, ended, read_package

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.console.check.reference import Differences


@click.command(
    "check",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        (
            "qradar-builder console check --profile lab",
            "Check that a console can be reached, and what the token may do",
        ),
        ("qradar-builder console check --profile lab acme-audit", "Check also what a package needs"),
        (
            "qradar-builder console check --update-reference reference",
            "Write the types and categories that this tool does not know",
        ),
    ),
)
@click.argument("package", required=False, type=PATH, metavar="[PACKAGE]", shell_complete=complete_places)
@click.option(
    "--update-reference",
    type=PATH,
    metavar="FOLDER",
    help="Add what the console has and the reference data lacks to the JSON files in this folder.",
)
@connection_options
def command(package: Path | None, update_reference: Path | None, **connection: Any) -> None:
    """Check that a console can be reached and has what a package needs. Nothing on the console is changed.

    The check looks at the certificate, the token, the version of the API, the permissions for each later step, the
    DSMs and protocols, and the built-in log source types and categories. PACKAGE is a package or an extension ZIP.
    """
    from qradar_builder.console.check.run import check
    from qradar_builder.findings import Findings

    findings = Findings()
    release = None if package is None else read_package(package, findings)
    with connected(findings, **connection) as session:
        checked = check(session, release, findings)
    for line in checked.lines():
        click.echo(line)
    if update_reference is not None:
        _write(checked.differences, update_reference)
    ended(findings)


def _write(differences: Differences, folder: Path) -> None:
    from qradar_builder.cli.exits import stop
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.console.check.reference import CATEGORIES_FILE, TYPES_FILE
    from qradar_builder.source.output import write_files

    try:
        existing = {
            name: (folder / name).read_bytes() for name in (TYPES_FILE, CATEGORIES_FILE) if (folder / name).is_file()
        }
        files = differences.files(existing)
    except (OSError, ValueError) as error:
        stop(f"{folder}: the reference files there cannot be read: {error}")
    with writing():
        write_files(folder, files, tell)
    click.echo(f"wrote {', '.join(files)} to {folder}")
