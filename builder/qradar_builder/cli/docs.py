"""`qradar-builder docs`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.cli.exits import FINDINGS

_BOTH = "both"


@click.command("docs")
@click.argument("packages", nargs=-1, type=click.Path(path_type=Path), metavar="[PACKAGE]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("dist"),
    show_default=True,
    help="Where the folder <id>-<version> of a package lies.",
)
@click.option(
    "--theme",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
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

    A PACKAGE is a folder with an extension.yaml, or a folder of such folders; without one, everything under content/.
    What the author writes is in docs/guide.md and CHANGELOG.md of the package. On any error nothing is written.
    """
    from qradar_builder.cli.places import package_folders
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.findings import Findings
    from qradar_builder.package.build import build_package, check_ids
    from qradar_builder.package.release_files import guide_changes, guide_files
    from qradar_builder.report import TextReport
    from qradar_builder.source.output import try_folder, write_files

    folders = package_folders(packages)
    with writing():
        try_folder(output, tell)
    findings = Findings()
    built = {folder: build_package(folder, findings, theme=theme) for folder in folders}
    made = {folder: one for folder, one in built.items() if one is not None}
    check_ids(made, findings)
    click.echo(TextReport().render(findings), err=True, nl=False)
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
    for path in written:
        click.echo(path)
