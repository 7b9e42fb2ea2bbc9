"""`qradar-builder diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.exits import FINDINGS, UNREADABLE
from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from qradar_builder.api import Diff


@click.command(
    "diff",
    cls=Command,
    examples=(
        ("qradar-builder diff dist/acme-audit-1.0.0.zip acme-audit", "Compare a package with its last release"),
        ("qradar-builder diff main:content/acme-audit content/acme-audit", "Compare it with a git revision"),
        (
            "qradar-builder diff old.zip new.zip --events events.log",
            "Say which events get another QID, field or outcome",
        ),
        ("qradar-builder diff old.zip new.zip --fail-on breaking", "In CI: fail if a change is breaking"),
        ("qradar-builder diff old.zip new.zip --format markdown", "Write a table for a pull request"),
        ("qradar-builder diff old.zip new.zip --html changes.html", "Write a page for people as well"),
    ),
)
@click.argument("old", metavar="OLD", shell_complete=complete_places)
@click.argument("new", metavar="NEW", shell_complete=complete_places)
@click.argument("more", nargs=-1, metavar="", type=click.Path(path_type=Path))
@click.option("--type", "key", metavar="NAME", help="Compare only this log source type or workflow.")
@click.option(
    "--events",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Say what the changes do to these payloads; more files may follow.",
)
@click.option(
    "--input",
    "payloads",
    type=click.Choice(["lines", "ndjson", "json", "whole"]),
    help="The form of the payloads in the files of --events. By default, it is detected from the files.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the changes are printed: for people, for machines, or for a pull request.",
)
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page for people, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "any"]),
    help="Exit with 1 if there is a breaking change, or any change.",
)
def command(
    *,
    old: str,
    new: str,
    more: tuple[Path, ...],
    key: str | None,
    events: tuple[Path, ...],
    payloads: str | None,
    form: str,
    page: Path | None,
    fail_on: str | None,
) -> None:
    """Compare two versions of content by meaning, and say what each change does to a running console.

    OLD and NEW are each a package, by its folder or its name, an extension ZIP, a content XML, a workflow, a log source
    extension, or a git revision REV:PATH with the path from the top of the repository.
    """
    from qradar_builder.api import diff
    from qradar_builder.cli.calling.inputs import exit_of, with_hints
    from qradar_builder.cli.calling.places import named_place
    from qradar_builder.cli.calling.voice import report
    from qradar_builder.findings import Severity
    from qradar_builder.source.output import try_file

    if more and not events:
        raise click.UsageError("two versions are compared; give files of payloads by --events")
    names = (old, new)
    sides = [named_place(Path(each)) for each in names]
    # A path that means itself stays as it is written: a git revision is no path.
    written = [name if side == Path(name) else str(side) for side, name in zip(sides, names, strict=True)]
    if page is not None:
        with writing():
            try_file(page, tell, makes_folders=True)
    found = diff(*written, choose=key, events=(*events, *more), form=payloads)
    # What is wrong with the content without stopping a comparison is for lint to tell.
    hinted = with_hints(found.findings, sides)
    report(each for each in hinted if each.severity is Severity.ERROR or each.rule.startswith("diff/"))
    comparison = found.comparison
    if comparison is None:
        sys.exit(exit_of(found.errors, sides))
    if page is not None:
        _write_page(found, page)
    _show(found, form)
    if found.events is None and events:
        sys.exit(exit_of(found.errors, [*sides, *events, *more]))
    if any(each.rule in {"file/missing", "file/unreadable"} for each in found.errors):
        sys.exit(UNREADABLE)
    if (fail_on == "any" and comparison.changes) or (fail_on == "breaking" and comparison.breaks):
        sys.exit(FINDINGS)


def _write_page(found: Diff, path: Path) -> None:
    from qradar_builder.report.html.comparison import comparison_page
    from qradar_builder.source.output import replace_file

    assert found.comparison is not None, "there is something to show"
    with writing():
        content = comparison_page(found.comparison, found.events).encode()
        replace_file(path, content, tell, makes_folders=True)


def _show(found: Diff, form: str) -> None:
    comparison, events = found.comparison, found.events
    assert comparison is not None, "there is something to show"
    if form == "json":
        from qradar_builder.report.comparison.machines import comparison_json

        click.echo(comparison_json(comparison, events), nl=False)
    elif form == "markdown":
        from qradar_builder.report.comparison.pull_request import comparison_markdown

        click.echo(comparison_markdown(comparison, events), nl=False)
    else:
        from rich.console import Console

        from qradar_builder.cli.calling.voice import is_colored
        from qradar_builder.report.comparison.people import print_comparison

        console = Console(highlight=False, force_terminal=is_colored(sys.stdout))
        with console.capture() as text:
            print_comparison(comparison, console, events)
        # Rich has an end of its own where nobody reads.
        click.echo(text.get(), nl=False)
