"""`qradar-builder console pull`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.console.connecting import CONNECTION, PATH, connected, connection_options, end, read_package
from qradar_builder.cli.exits import FINDINGS, UNREADABLE, stop

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.console.release.release import Release
    from qradar_builder.console.verification.items import Verified
    from qradar_builder.findings import Findings
    from qradar_builder.takeover.update.package import Updated


@click.command(
    "pull",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        ("qradar-builder console pull acme-audit --profile lab", "Merge the changes of a console into the package"),
        (
            "qradar-builder console pull acme-audit --base acme-1.0.0.zip",
            "The same, with what was deployed",
        ),
        ("qradar-builder console pull acme-audit -o from-lab", "Write what the console has as a new package"),
    ),
)
@click.argument("package", type=PATH, metavar="PACKAGE", shell_complete=complete_places)
@click.option("--base", type=PATH, metavar="FILE", help="The release that was deployed; for a three-way update.")
@click.option("-o", "--output", type=PATH, metavar="FOLDER", help="Write a new package here, instead of a merge.")
@connection_options
def command(*, package: Path, base: Path | None, output: Path | None, **connection: Any) -> None:
    """Bring what was changed on a console back into the package.

    The console exports what it has of the package. Each item that differs is written into the files of the package as
    an import makes it: event mappings, QID records, parsing, custom properties with expressions, groups. Comments stay.
    What cannot be taken is listed. With --base, what the console changed since that release is merged as `update` does
    it, for packages that an import made: what both sides changed is a conflict. With -o, the export becomes a new
    package.
    """
    from qradar_builder.console.release.items import TYPE
    from qradar_builder.console.verification.items import verify_items
    from qradar_builder.findings import Findings

    findings = Findings()
    release = read_package(package, findings, whole=output is None)
    if output is None and release.content is None:
        raise click.UsageError("changes are merged into a package folder: give one, or a new FOLDER with -o")
    if output is not None and base is not None:
        raise click.UsageError("give either --base or -o")
    if output is not None and output.exists():
        stop(f"{output} exists: nothing was written")
    with connected(findings, **connection) as session:
        # What is written as a new package is not compared.
        verified = verify_items(session, release, whole=output is None)
    types = release.items.of(TYPE)
    if verified.export is None or (types and not any(verified.lists.record(item) for item in types)):
        stop(f"the console has nothing of {release.label}", "deploy it first")
    if output is not None:
        _write(verified, release, output, findings)
    else:
        _merge(verified, release, base, findings)


def _write(verified: Verified, release: Release, output: Path, findings: Findings) -> None:
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.console.drift.pull import not_exported, pulled_import
    from qradar_builder.source.output import write_files

    assert verified.export is not None, "there is something to write"
    imported = pulled_import(verified.export, release, findings)
    if imported is None or findings.errors:
        end(findings, FINDINGS)
    target = output.absolute()
    with writing():
        write_files(target.parent, {f"{target.name}/{name}": each for name, each in imported.files.items()}, tell)
    click.echo(f"{imported.name} is in {output}: {len(imported.files)} files")
    for each in not_exported(verified):
        click.echo(f"not in it {each}")


def _merge(verified: Verified, release: Release, base: Path | None, findings: Findings) -> None:
    from qradar_builder.cli.calling.voice import report
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.console.drift.pull import pulled_changes, pulled_update
    from qradar_builder.source.output import write_files

    assert verified.export is not None, "there is something to merge"
    if base is None:
        updated: Updated | None = pulled_changes(verified, release, findings)
    else:
        updated = pulled_update(verified.export, release, base, findings)
    if updated is None:
        end(findings, UNREADABLE)
    with writing():
        write_files(release.path, updated.files, tell)
    report(findings)
    for place in updated.taken:
        click.echo(f"taken     {place}")
    for place in updated.conflicts:
        click.echo(f"{'left' if base is None else 'conflict':<9} {place}")
    if updated.conflicts and base is None:
        click.echo("Change what is left by hand, on the console or in the package.")
    if not updated.taken and not updated.conflicts:
        click.echo("The console changed nothing.")
    if updated.conflicts:
        sys.exit(FINDINGS)
