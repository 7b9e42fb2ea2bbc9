"""The command `qradar-builder`. Commands are imported when they run, so that `--help` answers at once."""

from __future__ import annotations

import atexit
import gc
import os
from typing import Any

import click

from qradar_builder import __version__
from qradar_builder.cli.calling.command import COMMON, common_options, format_sections
from qradar_builder.cli.calling.group import LateGroup
from qradar_builder.cli.ending import ending

# At its end a process looks for garbage once more, among all that it still holds, before it gives everything back.
atexit.register(gc.freeze)
# A search of all that is installed for plugins of Pydantic takes long. A command needs none, and runs none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_COMMANDS = {
    # name: (module, heading, what it does)
    "init": ("init", "Write a package", "Start a package: from nothing, samples, a HAR file or an API document."),
    "import": ("take_over", "Write a package", "Make a package of what a console exports."),
    "update": ("update", "Write a package", "Merge a new version from upstream into a package."),
    "schema": ("schema", "Write a package", "Print the JSON Schema of a kind of file, for editors."),
    "lint": ("lint.command", "Check and test it", "Load, check and compile everything, and run nothing."),
    "test": ("test", "Check and test it", "Run the recorded cases of packages."),
    "parse": ("parse.command", "Check and test it", "Parse payloads into normalized events with their QIDs."),
    "survey": ("survey.command", "Check and test it", "Count what a log source type makes of archives of any size."),
    "run": ("run.command", "Check and test it", "Run a workflow, against recorded exchanges or live."),
    "prove": ("prove", "Check and test it", "Search for faults and crashes that lose events of a workflow."),
    "simulate": ("simulate", "Check and test it", "Serve a simulated source of events on this machine."),
    "preview": ("preview", "Check and test it", "Open a page that shows events and workflows while you edit."),
    "build": ("build", "Release it", "Compile packages into extension ZIPs and workflow XML."),
    "diff": ("diff", "Release it", "Compare two versions by meaning, and say what the changes do to a console."),
    "release": ("release", "Release it", "Check a version against the last release, or draft its change log."),
    "docs": ("docs", "Release it", "Write the install guides of packages, as Markdown and HTML."),
    "console": ("console.command", "Run it on a console", "Deploy to a console by its REST API, and compare."),
    "completion": ("completion", "Set up your shell", "Print the completion script for bash, zsh or fish."),
}

_EXAMPLES = """\
\b
  qradar-builder init acme-audit           start a package in content/acme-audit
  qradar-builder lint                      check every package
  qradar-builder test acme-audit           run the cases of one package
  qradar-builder build                     write the ZIPs into dist/
"""


class _Commands(LateGroup):
    """All commands, below the headings of `--help`."""

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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands below their headings, then the options that all of them have."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, (_, title, text) in _COMMANDS.items():
            sections.setdefault(title, []).append((name, text))
        width = max(map(len, _COMMANDS))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, text in rows])
        format_sections(self, ctx, formatter, {}, lambda _: COMMON)
        with formatter.section("Examples"):
            formatter.write_text(_EXAMPLES)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"qradar-builder, version {__version__}")
        ctx.exit()


@click.command(
    cls=_Commands,
    modules={name: module for name, (module, _, _) in _COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=common_options(),
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def main() -> None:
    """QRadar content as code: YAML in, an importable extension ZIP out.

    `qradar-builder COMMAND --help` shows the options of a command, with examples.

    Exit codes: 0 good, 1 findings or failed tests, 2 wrong usage, unreadable input or unwritable output, 3 a run that
    ended in error, 130 after Ctrl-C.
    """
