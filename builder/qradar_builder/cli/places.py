"""Where commands look for packages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.exits import UNREADABLE
from qradar_builder.package.folder import find_packages, is_folder, is_package

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTENT = Path("content")
"""The folder of packages, where no path is given."""


def package_folders(paths: Sequence[Path]) -> list[Path]:
    """The package folders that the arguments name. Exits with 2 where one is not there."""
    folders: list[Path] = []
    for path in paths or [CONTENT]:
        found = [path] if is_package(path) else find_packages(path)
        if not found:
            reason = "there is no package below it" if is_folder(path) else "there is no such folder"
            click.echo(f"error: {path}: {reason}", err=True)
            sys.exit(UNREADABLE)
        folders += found
    # One folder may be named in several ways.
    return list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]
