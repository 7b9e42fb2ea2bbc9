"""`qradar-builder preview`."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.calling.places import output_default, package_folders
from qradar_builder.cli.calling.voice import remark, report
from qradar_builder.cli.exits import UNREADABLE

_NEEDED = ("starlette", "uvicorn", "watchfiles")
"""What the extra has."""
_PAUSE = 0.2


@click.command(
    "preview",
    cls=Command,
    examples=(
        ("qradar-builder preview acme-audit", "Open the page of a package, until you press Ctrl-C"),
        ("qradar-builder preview --no-open --port 8800", "Only print the address of the page"),
    ),
)
@click.argument(
    "package", required=False, type=click.Path(path_type=Path), metavar="[PACKAGE]", shell_complete=complete_places
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; any free one if not given."
)
@click.option("--no-open", is_flag=True, help="Do not open the page in a browser.")
def command(*, package: Path | None, port: int, no_open: bool) -> None:
    """Show the events and workflows of a package on a page, while you edit it.

    PACKAGE is a folder, or the name of one in content/. The page is served on 127.0.0.1 only, at an address with a
    secret token, and needs no network. It is an extra: install it with `pip install 'qradar-content-builder[preview]'`.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        _refuse("preview/extra", "qradar-content-builder[preview]", f"this installation lacks {', '.join(missing)}")
    folders = package_folders([package] if package is not None else [])
    if len(folders) > 1:
        from qradar_builder.source.files import display_name

        names = ", ".join(folder.name for folder in folders)
        _refuse("preview/several", display_name(folders[0].parent), f"there are several packages: {names}")
    from qradar_builder.preview.running import Preview

    try:
        preview = Preview(folders[0], output_default(), port=port)
    except OSError as error:
        _refuse("preview/port", "--port", f"the port {port} cannot be used: {error.strerror or error}")
    with preview:
        click.echo(preview.url)
        remark("Open this address in a browser on this machine. Press Ctrl-C to end.")
        with suppress(KeyboardInterrupt):
            if not no_open:
                _open(preview.address_to_open())
            while True:
                time.sleep(_PAUSE)
    for each in preview.application.errors:
        remark(f"A request failed inside: {type(each).__name__}: {each}")


def _open(address: str) -> None:
    """Open an address in a browser, where there is a screen: a browser in the terminal would take it over."""
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(address)


def _refuse(rule: str, place: str, message: str) -> NoReturn:
    """End with a finding."""
    from qradar_builder.findings import Findings, Location

    findings = Findings()
    findings.add(rule, Location(place), message)
    report(findings)
    raise SystemExit(UNREADABLE)
