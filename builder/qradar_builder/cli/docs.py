"""`qradar-builder docs`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_packages
from qradar_builder.cli.calling.places import output_default
from qradar_builder.cli.exits import FINDINGS

_BOTH = "both"


@click.command(
    "docs",
    cls=Command,
    examples=(
        ("qradar-builder docs", "Write the guides of every package of content/, or of the package that you are in"),
        ("qradar-builder docs acme-audit --format html", "Write only the page of one package"),
        ("qradar-builder docs --theme themes/acme", "Use templates and style sheets of your own"),
    ),
)
@click.argument(
    "packages",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[PACKAGE]...",
    shell_complete=complete_packages,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=output_default,
    show_default="dist",
    help="Where the folder <id>-<version> of a package is.",
)
@click.option(
    "--theme",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="A folder with templates and style sheets that take the place of the tool's own.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", _BOTH]),
    default=_BOTH,
    show_default=True,
    help="Which form is written: Markdown (md) or pages (html).",
)
def command(packages: tuple[Path, ...], output: Path, theme: Path | None, form: str) -> None:
    """Write the guides of packages (INSTALL, MAPPINGS and NOTES), as `build` writes them, and nothing else.

    A PACKAGE is a folder with an extension.yaml, the name of one below content/, or a folder of such folders. Without
    one, docs takes the package that you are in, or everything under content/. What the author writes is in
    docs/guide.md and CHANGELOG.md of the package. On any error nothing is written.
    """
    from qradar_builder.cli.calling.places import package_folders
    from qradar_builder.cli.calling.voice import report, voice
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.findings import Findings
    from qradar_builder.package.build import build_package, check_ids
    from qradar_builder.package.release_files import guide_changes, guide_files
    from qradar_builder.source.output import try_folder, write_files

    folders = package_folders(packages)
    with writing():
        try_folder(output, tell)
    findings = Findings()
    built = {folder: build_package(folder, findings, theme=theme) for folder in folders}
    made = {folder: one for folder, one in built.items() if one is not None}
    check_ids((one.id for one in made.values()), findings)
    report(findings)
    if findings.errors:
        click.echo("Nothing was written.", err=True)
        sys.exit(FINDINGS)
    with writing():
        changes: dict[str, bytes | None] = {}
        written: list[Path] = []
        for one in made.values():
            files = guide_files(one.files, markdown=form != "html", page=form != "md")
            changes |= guide_changes(output, one, files)
            written += [output / one.stem / name for name in sorted(files)]
        write_files(output, changes, tell)
    for path in () if voice().quiet else written:
        click.echo(path)
