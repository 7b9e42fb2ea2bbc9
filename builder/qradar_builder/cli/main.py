"""The command `qradar-builder`. Commands are imported when they run, so that `--help` answers at once."""

from __future__ import annotations

import importlib
from typing import Any

import click

from qradar_builder import __version__
from qradar_builder.cli.ending import ending

_COMMANDS = {
    # name: (module, what it does)
    "init": ("qradar_builder.cli.init", "Start a package: from nothing, samples, a HAR file or an API document."),
    "build": ("qradar_builder.cli.build", "Compile packages into extension ZIPs and workflow XML."),
    "lint": ("qradar_builder.cli.lint", "Load, check and compile everything, and run nothing."),
    "test": ("qradar_builder.cli.test", "Run the recorded cases of packages."),
    "run": ("qradar_builder.cli.run.command", "Run a workflow, against recorded exchanges or live."),
    "parse": ("qradar_builder.cli.parse.command", "Parse payloads into normalised events with their QIDs."),
    "docs": ("qradar_builder.cli.docs", "Write the install guides of packages, as Markdown and HTML."),
    "schema": ("qradar_builder.cli.schema", "Print the JSON Schema of a kind of file, for editors."),
}


class _Commands(click.Group):
    """A group that knows its commands without importing them."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; help is printed here."""
        with ending():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with ending():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qradar-builder")
def main() -> None:
    """QRadar content as code: YAML in, an importable extension ZIP out.

    Exit codes: 0 good, 1 findings or failed tests, 2 usage, unreadable input or unwritable output, 3 a run that ended
    in error, 130 after Ctrl-C.
    """
