"""How commands write: what was left by others is told as a note, and what cannot be written ends the command."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.exits import stop
from qradar_builder.source.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def tell(text: str) -> None:
    """Say something about the writing of files."""
    click.echo(f"note: {text}", err=True)


@contextmanager
def writing() -> Iterator[None]:
    """Files are written inside. Ends the command with 2 where one cannot be."""
    try:
        yield
    except OutputError as error:
        stop(error)
