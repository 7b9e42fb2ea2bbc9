"""`qradar-builder schema`."""

from __future__ import annotations

import json

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.source.json_schema import SCHEMAS, json_schema


@click.command(
    "schema",
    cls=Command,
    epilog=f"NAME is one of {', '.join(SCHEMAS)}.",
    examples=(
        ("qradar-builder schema", "List the kinds of file"),
        ("qradar-builder schema log-source-type > .schemas/log-source-type.json", "Save the schema of a kind"),
    ),
)
@click.argument("name", type=click.Choice(list(SCHEMAS)), metavar="[NAME]", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema of a kind of file; without a NAME, list the kinds.

    Editors complete and check a YAML file by it: save it, and name it in the file's first line,
    `# yaml-language-server: $schema=<path>`.
    """
    if name is None:
        click.echo("\n".join(SCHEMAS))
        return
    click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))
