"""`qradar-builder import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.exits import FINDINGS, UNREADABLE

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.starter.imported import ImportProof
    from qradar_builder.takeover.importing import Imported

_SHOWN = 50
"""How many pairs without a mapping are listed."""
_PATH = click.Path(path_type=Path)


@click.command(
    "import",
    cls=Command,
    examples=(
        ("qradar-builder import export.zip -o content/acme-audit", "Make a package of an export of a console"),
        ("qradar-builder import workflow.xml values.xml -o content/acme-cloud", "Make a package of a workflow"),
        ("qradar-builder import export.zip -o content/acme-audit --from-samples events.log", "Prove it by samples"),
        ("qradar-builder import export.zip --check", "Compare a build of the import with the export"),
        ("qradar-builder import export.zip --check -o content/acme-audit", "In CI: compare with the package"),
    ),
)
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("-o", "--output", type=_PATH, metavar="FOLDER", help="The package folder to write: a new or empty one.")
@click.option("--check", is_flag=True, help="Write nothing: report where a build differs from the files.")
@click.option(
    "--from-samples",
    "samples",
    type=_PATH,
    metavar="FILE",
    multiple=True,
    help="Prove the import: parse samples of events with it, and keep them as cases.",
)
@click.option("--fragments", is_flag=True, help="Turn sequences of actions that repeat in workflows into fragments.")
def command(
    files: tuple[Path, ...], output: Path | None, *, samples: tuple[Path, ...], check: bool, fragments: bool
) -> None:
    """Make a package of what a console exports.

    A FILE is an extension ZIP or TAR.GZ, a content XML, a workflow XML with or without its parameter values XML, a log
    source extension, a file of qidmap_cli, an answer of the REST API as JSON, or a folder of such files. A build of the
    package gives the same rows with the same identities, so that it updates the items on the console.

    With --check and without -o, the import runs in memory and a build of it is compared with the files. With -o, a
    build of the package in that folder is compared.

    With --from-samples, the imported log source types parse samples of events. The samples become cases of the package.
    If an event is Unknown or Stored, the package is written, and the exit code is 1.
    """
    if not check and output is None:
        raise click.UsageError("give the folder to write with -o, or compare with --check")
    if check and samples:
        raise click.UsageError("--from-samples is for an import, not for --check")
    from qradar_builder.source.collector import without_collector

    with without_collector():
        if check:
            _check(files, output)
            return
        assert output is not None
        _refuse_taken(output)
        _import(files, output, samples, fragments=fragments)


def _import(files: tuple[Path, ...], output: Path, samples: tuple[Path, ...], *, fragments: bool) -> None:
    from qradar_builder.findings import Findings
    from qradar_builder.takeover.importing import import_files

    findings = Findings()
    imported = import_files(files, findings, fragments=fragments)
    if imported is None or findings.errors:
        _stop(findings, files)
        return
    if not samples:
        _write(output, imported, findings)
        return
    from qradar_builder.starter.imported import prove_import

    proof = prove_import(imported.held(), samples, findings)
    if proof is None or findings.errors:
        _stop(findings, (*files, *samples))
        return
    imported.files.update(proof.files)
    _write(output, imported, findings)
    _tell(proof, output)


def _check(files: tuple[Path, ...], output: Path | None) -> None:
    from qradar_builder.cli.calling.inputs import exit_of, with_hints
    from qradar_builder.cli.calling.voice import report
    from qradar_builder.findings import Findings
    from qradar_builder.takeover.checking import check_import

    findings = Findings()
    compared = check_import(files, output, findings)
    report(with_hints(findings, files))
    if compared is None:
        click.echo("Nothing was compared.", err=True)
        sys.exit(exit_of(findings, files))
    click.echo(compared.summary())
    if findings.errors:
        sys.exit(FINDINGS)


def _refuse_taken(folder: Path) -> None:
    """End the command where the folder holds anything."""
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.source.output import try_folder

    try:
        is_taken = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except (OSError, ValueError) as error:
        click.echo(f"error: {folder}: {error}", err=True)
        sys.exit(UNREADABLE)
    if is_taken:
        click.echo(f"error: {folder} exists and is not an empty folder: nothing was written", err=True)
        sys.exit(UNREADABLE)
    with writing():
        try_folder(folder.absolute().parent, tell)


def _stop(findings: Findings, files: tuple[Path, ...]) -> None:
    from qradar_builder.cli.calling.inputs import exit_of, with_hints
    from qradar_builder.cli.calling.voice import report

    report(with_hints(findings, files))
    click.echo("Nothing was written.", err=True)
    sys.exit(exit_of(findings, files))


def _tell(proof: ImportProof, folder: Path) -> None:
    """Say what became of the samples; end the command where events are lost to people."""
    from qradar_builder.cli.calling.voice import remark
    from qradar_builder.report.unmapped import unmapped_text

    click.echo()
    for note in proof.notes:
        remark(f"note: {note}")
    for key, tally in proof.tallies.items():
        click.echo(f"Samples, parsed as {key}: {tally.summary()}")
        if tally.unmapped or tally.more_unmapped:
            click.echo(unmapped_text(folder, key, tally, _SHOWN))
    if not proof.passed:
        sys.exit(FINDINGS)


def _write(folder: Path, imported: Imported, findings: Findings) -> None:
    from shlex import quote

    from qradar_builder.cli.calling.voice import report, voice
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.source.output import write_files

    target = folder.absolute()
    with writing():
        write_files(target.parent, {f"{target.name}/{name}": content for name, content in imported.files.items()}, tell)
    report(findings)
    if voice().quiet:
        return
    click.echo(f"{imported.name} is in {folder}:")
    kept = [name for name in imported.files if name.startswith("extra/")]
    for name in imported.files:
        if name not in kept:
            click.echo(f"  {name}")
    if kept:
        click.echo(f"  extra/ ({len(kept)} file{'s' if len(kept) > 1 else ''} with what is kept unchanged)")
    click.echo(
        f"\nNext: qradar-builder lint {quote(str(folder))}, then build it. "
        "qradar-builder import --check compares the two."
    )
