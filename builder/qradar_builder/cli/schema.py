"""`qradar-builder schema`."""

from __future__ import annotations

import json

import click

from qradar_builder.source.json_schema import SCHEMAS, json_schema


@click.command("schema", epilog=f"NAME is one of {', '.join(SCHEMAS)}.")
@click.argument("name", type=click.Choice(list(SCHEMAS)), metavar="NAME")
def command(name: str) -> None:
    """Print the JSON Schema of a kind of file.

    Editors complete and check a YAML file by it: save it, and name it in the file's first line,
    `# yaml-language-server: $schema=<path>`.
    """
    click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))
