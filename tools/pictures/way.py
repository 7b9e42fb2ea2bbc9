"""The picture of the whole way, from the source of a package to the console, with what runs where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from qradar_builder import api
from qradar_builder.cli.main import main
from tools.example import EXAMPLE
from tools.pictures.drawing import Box, Place, flow

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS: Final = {"lint": "checks", "test": "runs", "build": "compiles"}
"""The commands of the way in their order, with what each does to what is before it."""


def way_picture() -> str:
    """The picture as SVG. What a command does is the first line of its help; the files are those of the example."""
    built = api.build(EXAMPLE)
    (package,) = built.packages.values()
    inside = ", ".join(sorted(path.name for path in EXAMPLE.iterdir() if path.suffix == ".yaml" or path.is_dir()))
    source = Box(f"content/{EXAMPLE.name}/", f"YAML that you write: {inside}")
    beside = ", ".join(sorted({name.partition("/")[0] for name in package.files}))
    result = Box("dist/", f"{package.zip_name}, and beside it {beside}", arrow="writes")
    console = (
        Box(
            "Extensions Management", "Imports the ZIP: log source types, mappings, QIDs, properties", arrow="you import"
        ),
        Box("Log source", "The workflow is pasted into it and polls the API", arrow="INSTALL.html says how"),
        Box("Log Activity", "Events with their fields, QID and category", arrow="parses"),
    )
    places = [
        Place("On your machine and in CI: no network, no console", (source, *_commands(), result)),
        Place("On the QRadar console", console),
    ]
    return flow("The whole way: source, lint, test, ZIP, console, with what runs where.", places)


def _commands() -> Iterator[Box]:
    context = click.Context(main)
    for name, arrow in _STEPS.items():
        command = main.get_command(context, name)
        assert command is not None
        yield Box(f"qradar-builder {name}", f"{(command.help or '').partition('.')[0]}.", arrow=arrow)
