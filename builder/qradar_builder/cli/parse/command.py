"""`qradar-builder parse`."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places, complete_types
from qradar_builder.cli.calling.voice import detail, remark, report
from qradar_builder.cli.exits import FINDINGS, UNREADABLE, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.api import LogSourceTypes
    from qradar_builder.cli.parse.pieces import Settings
    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.payloads.files import Payload, PayloadFormat, Piece
    from qradar_builder.dsm.tally import Tally

_FILE = click.Path(path_type=Path)
_SHOWN = 50
"""How many pairs without a mapping are listed."""


@click.command(
    "parse",
    cls=Command,
    examples=(
        ("qradar-builder parse acme-audit events.log --format table", "Parse a file of payloads, for people to read"),
        ("qradar-builder parse acme-audit --explain < event.txt", "Show how each field of an event was found"),
        ("qradar-builder parse dist/acme-audit-1.0.0.zip events.log.gz --jobs 4", "Parse a large file with a ZIP"),
    ),
    sections={
        "Input": ("key", "form"),
        "Output": ("output", "explain", "profiled"),
        "Receipt of the events": ("clock", "zone", "max_ahead", "max_behind"),
    },
)
@click.argument("source", type=_FILE, metavar="[SOURCE]", required=False, shell_complete=complete_places)
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE|-]...")
@click.option(
    "--type",
    "key",
    metavar="KEY",
    shell_complete=complete_types,
    help="The log source type, where SOURCE has several.",
)
@click.option(
    "--input",
    "form",
    type=click.Choice(["lines", "ndjson", "json", "whole"]),
    help="The form of the payloads in the files. By default, it is detected from their names and first bytes.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["ndjson", "table"]),
    default="ndjson",
    show_default=True,
    help="How events are printed: as JSON for machines, or as a table for people.",
)
@click.option(
    "--profile-expressions", "profiled", is_flag=True, help="Rank the expressions by the time that they take."
)
@click.option("--explain", is_flag=True, help="Show how each field and the QID were found, instead of the events.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", default=1, show_default=True, help="How many processes parse."
)
@click.option("--clock", metavar="TIME", help="When the events are received, in ISO 8601; now where it is not given.")
@click.option("--zone", metavar="ZONE", default="UTC", show_default=True, help="The time zone of the event processor.")
@click.option(
    "--max-ahead",
    metavar="DAYS",
    type=click.FloatRange(0, 1e6),
    default=1,
    show_default=True,
    help="Warn of a DeviceTime that is further after the receipt.",
)
@click.option(
    "--max-behind",
    metavar="DAYS",
    type=click.FloatRange(0, 1e6),
    default=30,
    show_default=True,
    help="Warn of a DeviceTime that is further before the receipt.",
)
def command(
    *,
    source: Path | None,
    files: tuple[Path, ...],
    key: str | None,
    form: str | None,
    output: str,
    explain: bool,
    profiled: bool,
    jobs: int,
    clock: str | None,
    zone: str,
    max_ahead: float,
    max_behind: float,
) -> None:
    """Parse payloads as a console would, and print normalized events with their QIDs.

    SOURCE is a package, by its folder or its name, an extension ZIP or content XML, or a log source extension. Inside a
    package you can omit it. Payloads come from FILEs, plain or gzip, or from standard input. A summary on standard
    error counts the events, and lists the event ids that have no mapping.
    """
    if (explain or output == "table") and jobs > 1:
        raise click.UsageError("--jobs is for NDJSON")
    if profiled and jobs > 1:
        raise click.UsageError("--profile-expressions is for one process")
    from qradar_builder.cli.parse.output import whole
    from qradar_builder.cli.parse.pool import parse_here, parse_in_processes
    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.dsm.profile import ExpressionProfile
    from qradar_builder.dsm.tally import Tally

    source, files = _source_and_files(source, files)
    detail(f"parsing with {source}")
    definition, settings, has_errors = _load(source, key, clock, zone, (max_ahead, max_behind))
    parser = settings.parser(definition)
    inputs = _Inputs(files, None if form is None else PayloadFormat(form), in_regions=jobs > 1)
    tally = Tally()
    profile = ExpressionProfile(parser) if profiled else None
    if profile is not None:
        inputs.seen = profile.add
    with whole():
        if explain:
            _explain(parser, inputs.payloads(), tally)
        elif output == "table":
            _table(parser, inputs.payloads(), tally)
        else:
            pieces = inputs.pieces()
            results = parse_here(parser, pieces) if jobs == 1 else parse_in_processes(parser, settings, jobs, pieces)
            with closing(results):
                for parsed in results:
                    sys.stdout.buffer.write(parsed.lines)
                    tally.merge(parsed.tally)
    _summarise(source, definition, tally)
    if profile is not None:
        from qradar_builder.report.expression_costs import costs_text

        click.echo(costs_text(profile.ranked()), err=True)
    if inputs.failed:
        sys.exit(UNREADABLE)
    if has_errors:
        sys.exit(FINDINGS)


def _source_and_files(source: Path | None, files: tuple[Path, ...]) -> tuple[Path, tuple[Path, ...]]:
    """What to parse with, and the payloads. In a package, a first argument that parses nothing is a payload file."""
    from qradar_builder.cli.calling.places import missing_advice, named_place, package_around
    from qradar_builder.package.inputs.kinds import kind_of
    from qradar_builder.package.inputs.parser_sources import PARSING

    around = package_around()
    if source is None:
        if around is None:
            raise click.UsageError("give the SOURCE to parse with: a package, a ZIP, or a log source extension")
        return around, files
    named = named_place(source)
    if around is not None and kind_of(named) not in PARSING and (str(source) == "-" or os.path.isfile(source)):  # noqa: PTH113 - Path raises OSError for a name that is too long
        return around, (source, *files)
    if not os.path.lexists(named):
        stop(f"{named}: there is no such file, folder or package", missing_advice(named))
    return named, files


def _load(
    source: Path, key: str | None, clock: str | None, zone: str, days: tuple[float, float]
) -> tuple[TypeDefinition, Settings, bool]:
    """The log source type, what a process needs to load it again, and whether it has errors that let it run."""
    from qradar_builder.api import load_types
    from qradar_builder.cli.parse.pieces import Settings
    from qradar_builder.dsm.values.times.limits import DAY, TimeLimits
    from qradar_builder.findings import Severity
    from qradar_builder.package.folder import type_of_file
    from qradar_builder.package.inputs.kinds import kind_of
    from qradar_builder.package.inputs.parser_sources import PARSING

    types = load_types(source)
    if types.definitions is None:
        report(types.findings)
        sys.exit(FINDINGS if kind_of(source) in PARSING else UNREADABLE)
    chosen = _choose(types, key)
    limits = TimeLimits(*(int(each * DAY) for each in days))
    told = (
        finding
        for finding in types.findings
        if finding.severity is Severity.ERROR or type_of_file(finding.location.file) in {"", chosen}
    )
    report(told)
    return types.definitions[chosen], Settings(source, chosen, _clock(clock), _zone(zone), limits), not types.ok


def _choose(types: LogSourceTypes, key: str | None) -> str:
    """The key of the type that is meant: by its key, name or number."""
    if key is None and types.definitions and len(types.definitions) > 1:
        keys = ", ".join(types.definitions)
        raise click.UsageError(f"there are several log source types; choose one by --type: {keys}")
    try:
        return types.choose(key)
    except LookupError as error:
        raise click.UsageError(str(error)) from None


def _clock(text: str | None) -> int:
    import time

    from qradar_builder.text.times import NotATime, read_iso

    if text is None:
        return time.time_ns() // 1_000_000
    try:
        return read_iso(text)
    except NotATime as error:
        raise click.UsageError(f"--clock: {error}") from None


def _zone(text: str) -> str:
    from qradar_builder.api.events import check_zone

    try:
        check_zone(text)
    except ValueError as error:
        raise click.UsageError(f"--zone: {error}") from None
    return text


class _Inputs:
    """The files that payloads come from. One that cannot be read is reported, and the others go on."""

    def __init__(self, files: tuple[Path, ...], form: PayloadFormat | None, *, in_regions: bool) -> None:
        """`in_regions`: what is on disk is read by whoever parses it."""
        self._files = files or (Path("-"),)
        self._form = form
        self._in_regions = in_regions
        self.failed = False
        self.seen: Callable[[str], None] | None = None
        """What is shown each payload before it is parsed."""

    def payloads(self) -> Iterator[Payload]:
        """The payloads one by one."""
        for piece in self.pieces():
            yield from piece

    def pieces(self) -> Iterator[Piece]:
        """The payloads in pieces, with a progress bar where somebody watches."""
        from qradar_builder.cli.parse.progress import watched

        for path in self._files:
            name = "standard input" if str(path) == "-" else str(path)
            if name != str(path) and sys.stdin is None:
                self._fail(name, "it is closed")
                continue
            if name != str(path) and not self._files[1:] and sys.stdin.isatty():
                click.echo("Payloads are read from the terminal; end them with Ctrl-D.", err=True)
            try:
                with path.open("rb") if name == str(path) else _standard_input() as file, watched(file, name):
                    pieces = self._read(file, name, path if self._in_regions and name == str(path) else None)
                    yield from pieces if self.seen is None else (_shown_to(self.seen, piece) for piece in pieces)
            except (OSError, ValueError) as error:
                if isinstance(error, BrokenPipeError):
                    raise
                self._fail(name, getattr(error, "strerror", None) or str(error))

    def _read(self, file: IO[bytes], name: str, path: Path | None) -> Iterator[Piece]:
        from qradar_builder.dsm.payloads.files import PayloadFileError, format_of, read_pieces

        try:
            yield from read_pieces(file, self._form or format_of(name), path)
        except PayloadFileError as error:
            self._fail(name, str(error))

    def _fail(self, name: str, reason: str) -> None:
        from qradar_builder.source.nearby import did_you_mean
        from qradar_builder.text.shown import UNSHOWN, masked

        self.failed = True
        click.echo(f"error: {masked(name, UNSHOWN)}: {masked(reason, UNSHOWN)}", err=True)
        advice = None if os.path.lexists(name) else did_you_mean(Path(name))
        if advice and name != "standard input":
            click.echo(f"  = help: {masked(advice, UNSHOWN)}", err=True)


def _shown_to(seen: Callable[[str], None], piece: Piece) -> Piece:
    for payload in piece:
        seen(payload.text)
    return piece


def _standard_input() -> IO[bytes]:
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _explain(parser: Parser, payloads: Iterator[Payload], tally: Tally) -> None:
    from qradar_builder.report.event_explanation import explanation_text

    for number, payload in enumerate(payloads, 1):
        explanation = parser.explain(payload.text)
        payload.tell(explanation.event)
        tally.add(explanation.event)
        click.echo(explanation_text(explanation, number))
    tally.skipped.update(parser.take_skipped())


def _table(parser: Parser, payloads: Iterator[Payload], tally: Tally) -> None:
    from qradar_builder.api.events import parse_payload
    from qradar_builder.report.event_table import EventTable

    table = EventTable(click.echo)
    for payload in payloads:
        event = parse_payload(parser, payload)
        tally.add(event)
        table.add(event)
    table.end()
    tally.skipped.update(parser.take_skipped())


def _summarise(source: Path, definition: TypeDefinition, tally: Tally) -> None:
    from qradar_builder.dsm.event import Outcome

    remark(tally.summary())
    for expression, count in tally.skipped.most_common(_SHOWN):
        events = f"{count:,} event{'' if count == 1 else 's'}"
        remark(f"Switched off, as it took too long: {expression}; not tried on {events}")
    if not definition.has_mappings and tally.outcomes[Outcome.UNKNOWN]:
        remark("A log source extension has no mappings: give the package or the ZIP to see the QIDs.")
    if not definition.has_mappings or not (tally.unmapped or tally.more_unmapped):
        return
    from qradar_builder.report.unmapped import unmapped_text

    remark(unmapped_text(source, definition.key, tally, _SHOWN))
