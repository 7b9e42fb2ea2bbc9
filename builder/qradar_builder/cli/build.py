"""`qradar-builder build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_packages
from qradar_builder.cli.calling.ignore_option import IGNORE, check_rules
from qradar_builder.cli.calling.places import output_default, package_folders
from qradar_builder.cli.calling.voice import detail, is_colored, is_live, remark, report, voice
from qradar_builder.source.collector import without_collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from qradar_builder.api import Build, Built

_PIPE_WIDTH = 200
_LISTED = 5
"""How many items that are no longer there are named."""
_KINDS = {
    "type": ("log source type",),
    "qid": ("QID record",),
    "event": ("mapping",),
    "property": ("custom property", "custom properties"),
    "expression": ("property expression",),
    "group": ("log source group",),
    "reference-data": ("reference data collection",),
}
"""The kinds of items that are told when they are no longer there, in words."""


@click.command(
    "build",
    cls=Command,
    examples=(
        ("qradar-builder build", "Build every package of content/, or the package that you are in, into dist/"),
        ("qradar-builder build acme-audit -o /tmp/acme", "Build one package into another folder"),
        ("qradar-builder build --no-cases", "Have a quick look, without the cases"),
        (
            "qradar-builder build --locked",
            "In CI: give no item an identity that is not under version control",
        ),
        (
            "qradar-builder build acme-audit --against acme-audit-1.0.0.zip",
            "Before a release: fail if the version does not rise by what changed",
        ),
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
    help="The folder for the ZIPs and for a folder next to each.",
)
@click.option("--locked", is_flag=True, help="Fail where identity.lock.yaml would change. For CI.")
@click.option(
    "--against",
    metavar="LAST",
    multiple=True,
    help="The ZIP of the last release, or a folder of them: fail if the version does not rise by what changed.",
)
@click.option("--no-cases", is_flag=True, help="Do not check the cases below tests/. For a quick look.")
@IGNORE
def command(
    *,
    packages: tuple[Path, ...],
    output: Path,
    locked: bool,
    against: tuple[str, ...],
    no_cases: bool,
    ignored: tuple[str, ...],
) -> None:
    """Compile packages into extension ZIPs and workflow XML.

    A PACKAGE is a folder with an extension.yaml, the name of one below content/, or a folder of such folders. Without
    one, build takes the package that you are in, or everything under content/. All packages are written, or none: what
    lint calls an error stops the build, and leaves the output as it was.
    """
    from qradar_builder.api import build, write
    from qradar_builder.cli.calling.inputs import exit_of
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.source.output import tidy, try_folder

    folders = package_folders(packages)
    with writing():
        for folder in folders:
            tidy(folder, tell)
        try_folder(output, tell)
    check_rules("--ignore", ignored)
    with without_collector(), _progress() as progress:
        built = build(_shown(folders, progress), locked=locked, cases=not no_cases, ignore=ignored, against=against)
    report(built.findings)
    if not built.ok:
        click.echo("Nothing was written.", err=True)
        sys.exit(exit_of(built.errors, map(Path, against)))
    with writing():
        changed = write(built, output, tell=tell)
    detail(f"{len(changed)} file{'' if len(changed) == 1 else 's'} changed in {output}")
    for one in built.packages.values():
        for line in _left_out(one):
            remark(line)
    if not voice().quiet:
        _summarise(built, output)


def _left_out(one: Built) -> Iterator[str]:
    """What the package has no more, by kind, with the keys of some."""
    from qradar_builder.text.shown import counted, escaped

    for kind, keys in one.left_out.items():
        if kind in _KINDS:
            is_one = len(keys) == 1
            listed = ", ".join(f"`{escaped(key)}`" for key in keys[:_LISTED])
            more = f" and {len(keys) - _LISTED:,} more" if len(keys) > _LISTED else ""
            gone = f"{counted(len(keys), *_KINDS[kind])} {'is' if is_one else 'are'} no longer there"
            keeps = f"the console keeps {'it' if is_one else 'them'}"
            yield f"note: {one.content.extension.id}: {gone}; {keeps}: {listed}{more}"


def _shown(folders: list[Path], progress: Progress) -> Iterator[Path]:
    """The folders one by one, while the progress bar shows which one is asked for."""
    task = progress.add_task("Building", total=len(folders))
    for folder in folders:
        progress.update(task, description=f"Building {folder.resolve().name}")
        detail(f"building {folder}")
        yield folder
        progress.advance(task)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True, disable=not is_live(sys.stderr))


def _summarise(built: Build, output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    count = len(built.packages)
    table = Table("Package", "Written", "Holds", box=None, pad_edge=False)
    for one in built.packages.values():
        written = [one.zip_name, *(f"{one.stem}/{name}" for name in sorted(one.files))]
        extension = one.content.extension
        table.add_row(f"{extension.id} {extension.version}", "\n".join(written), "\n".join(one.holds))
    # In a pipe the lines are as long as they need to be.
    console = Console(
        width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, force_terminal=is_colored(sys.stdout)
    )
    with console.capture() as text:
        console.print(table)
        console.print(f"{count} package{'s' if count != 1 else ''} written to {output}")
    # Rich has an end of its own where nobody reads.
    click.echo(text.get(), nl=False)
