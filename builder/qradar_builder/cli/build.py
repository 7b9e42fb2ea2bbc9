"""`qradar-builder build`."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.api import build, write
from qradar_builder.cli.exits import FINDINGS
from qradar_builder.cli.places import package_folders
from qradar_builder.cli.writing import tell, writing
from qradar_builder.report import TextReport
from qradar_builder.source.output import tidy, try_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from qradar_builder.api import Build

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
    with _without_collector(), _progress() as progress:
        built = build(_shown(folders, progress), locked=locked)
    click.echo(TextReport().render(built.findings), err=True, nl=False)
    if not built.ok:
        click.echo("Nothing was written.", err=True)
        sys.exit(FINDINGS)
    with writing():
        write(built, output, tell=tell)
    _summarise(built, output)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes many objects that all live to its end: to look for garbage among them takes a quarter of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _shown(folders: list[Path], progress: Progress) -> Iterator[Path]:
    """The folders one by one, while the progress bar shows which one is asked for."""
    task = progress.add_task("Building", total=len(folders))
    for folder in folders:
        progress.update(task, description=f"Building {folder.name}")
        yield folder
        progress.advance(task)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


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
    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    with console.capture() as text:
        console.print(table)
        console.print(f"{count} package{'s' if count != 1 else ''} written to {output}")
    # Rich has an end of its own where nobody reads.
    click.echo(text.get(), nl=False)
