"""`qradar-builder console drift`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.console.connecting import CONNECTION, PATH, connected, connection_options, read_package
from qradar_builder.cli.exits import FINDINGS

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "drift",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        ("qradar-builder console drift acme-audit --profile lab", "List what was changed on the console"),
        ("qradar-builder console drift acme-audit --format json", "The same for machines"),
    ),
)
@click.argument("package", type=PATH, metavar="PACKAGE", shell_complete=complete_places)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the differences are printed: for people, or for machines.",
)
@connection_options
def command(*, package: Path, form: str, **connection: Any) -> None:
    """List what is on the console not as the package says, with who changed it and when if the API tells.

    The console exports what it has of the package. The export is compared as `diff` does it. What only the console
    has is listed, too. Exits with 1 if there is a difference.
    """
    from qradar_builder.console.drift.drifts import drifts
    from qradar_builder.console.verification.items import Verdict, verify_items
    from qradar_builder.findings import Findings
    from qradar_builder.report.console.verification import difference_row, with_rows

    findings = Findings()
    release = read_package(package, findings)
    with connected(findings, **connection) as session:
        verified = verify_items(session, release, whole=False)
    real = any(each.verdict not in {Verdict.SHARED, Verdict.ADVISED} for each in verified.differences)
    if form == "json":
        rows = (
            difference_row(each.difference) | {"changed_by": each.who or None, "changed_at": each.when or None}
            for each in drifts(verified)
        )
        document = {"version": 1, "console": session.profile.host, "release": release.label, "drift": []}
        for piece in with_rows(document, "drift", rows):
            click.echo(piece, nl=False)
    else:
        for each in drifts(verified):
            click.echo(each.text)
        if not real:
            click.echo(f"{session.profile.host} has {release.label} as it is.")
    if real:
        sys.exit(FINDINGS)
