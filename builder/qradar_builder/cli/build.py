"""`qradar-builder build`."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.exits import FINDINGS
from qradar_builder.cli.places import package_folders
from qradar_builder.cli.writing import tell, writing
from qradar_builder.findings import Findings
from qradar_builder.package.build import Built, build_package, check_ids
from qradar_builder.package.folder import LOCK_FILE
from qradar_builder.package.release_files import release_changes
from qradar_builder.report import TextReport
from qradar_builder.source.output import replace_file, tidy, try_folder, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

_PIPE_WIDTH = 200


@click.command("build")
@click.argument("packages", nargs=-1, type=click.Path(path_type=Path), metavar="[PACKAGE]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=Path("dist"),
    show_default=True,
    help="Where the ZIPs, and a folder beside each, are written.",
)
@click.option("--locked", is_flag=True, help="Fail where identity.lock.yaml would change. For CI.")
def command(packages: tuple[Path, ...], output: Path, locked: bool) -> None:
    """Compile packages into extension ZIPs and workflow XML.

    A PACKAGE is a folder with an extension.yaml, or a folder of such folders; without one, everything under content/.
    All packages are written, or none: on any error the output is left as it was.
    """
    folders = package_folders(packages)
    with writing():
        for folder in folders:
            tidy(folder, tell)
        try_folder(output, tell)
    findings = Findings()
    built: dict[Path, Built] = {}
    with _without_collector(), _progress() as progress:
        task = progress.add_task("Building", total=len(folders))
        for folder in folders:
            progress.update(task, description=f"Building {folder.name}")
            one = build_package(folder, findings, locked=locked)
            if one is not None:
                built[folder] = one
            progress.advance(task)
    check_ids(built, findings)
    click.echo(TextReport().render(findings), err=True, nl=False)
    if findings.errors:
        click.echo("Nothing was written.", err=True)
        sys.exit(FINDINGS)
    with writing():
        changes = {name: content for one in built.values() for name, content in release_changes(output, one).items()}
        # The locks first: an identity that is kept and never released does no harm, the other way round it does.
        for folder, one in built.items():
            if one.new_identities:
                replace_file(folder / LOCK_FILE, one.lock, tell, instead_of=one.lock_read)
        write_files(output, changes, tell)
    _summarise(built, output)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes many objects that all live to its end: to look for garbage among them takes a quarter of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _summarise(built: dict[Path, Built], output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("Package", "Written", "Holds", box=None, pad_edge=False)
    for one in built.values():
        written = [one.zip_name, *(f"{one.stem}/{name}" for name in sorted(one.files))]
        extension = one.content.extension
        table.add_row(f"{extension.id} {extension.version}", "\n".join(written), "\n".join(one.holds))
    # In a pipe the lines are as long as they need to be.
    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    with console.capture() as text:
        console.print(table)
        console.print(f"{len(built)} package{'s' if len(built) != 1 else ''} written to {output}")
    # Rich has an end of its own where nobody reads.
    click.echo(text.get(), nl=False)
