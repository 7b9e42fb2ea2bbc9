"""`qradar-builder init`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_protocols
from qradar_builder.cli.calling.inputs import exit_of, with_hints
from qradar_builder.cli.calling.places import CONTENT
from qradar_builder.cli.calling.voice import remark, report, voice
from qradar_builder.cli.exits import stop

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.starter.new_package import NewPackage
    from qradar_builder.starter.source import PackageSource
    from qradar_builder.starter.wishes import Wishes

_FILE = click.Path(path_type=Path)
_RESPONSES = "tests/workflows/responses/"
_PLURALS = {"answer of the API": "answers of the API", "schema for editors": "schemas for editors"}
_FORMATS = ("json", "leef", "cef", "nvp", "syslog", "text")
_INPUTS = ("lines", "ndjson", "json", "whole")
_AUTHS = (
    "none",
    "basic",
    "bearer",
    "api-key",
    "api-key-query",
    "oauth-client-credentials",
    "digest",
    "hawk",
    "akamai-edgegrid",
    "session-login",
    "jwt",
)


@click.command(
    "init",
    cls=Command,
    examples=(
        ("qradar-builder init acme-audit", "Start a package; on a terminal, answer the questions"),
        ("qradar-builder init acme-audit --from-samples events.log", "Propose the parsing from samples of events"),
        ("qradar-builder init acme-cloud --from-har recording.har", "Propose the workflow from a browser's recording"),
        (
            "qradar-builder init acme-cloud --from-openapi api.yaml --operation 'GET /events'",
            "Propose the workflow from an API document",
        ),
    ),
    sections={
        "What the package is made from": ("samples", "stands", "event_id", "har", "openapi", "operation"),
        "How events arrive": ("protocol", "event_format", "auth", "override"),
        "What the package is called": ("name", "author", "minimum"),
    },
)
@click.argument("key", metavar="NAME")
@click.option(
    "-o",
    "--output",
    type=_FILE,
    metavar="FOLDER",
    default=CONTENT,
    show_default=True,
    help="The folder of packages.",
)
@click.option(
    "--protocol",
    metavar="NAME",
    shell_complete=complete_protocols,
    help="How events arrive: rest, syslog, tls-syslog, kafka, or any protocol of QRadar.",
)
@click.option("--event-format", type=click.Choice(_FORMATS), help="How events are written.")
@click.option("--auth", type=click.Choice(_AUTHS), help="For rest: how a request signs in to the API.")
@click.option("--name", metavar="NAME", help="The display name.")
@click.option("--author", metavar="NAME", help="Who is responsible for it: a name, or 'NAME <MAIL>'.")
@click.option("--minimum", metavar="VERSION", help="The oldest QRadar that takes it, such as '7.5.0 UP10'.")
@click.option("--from-har", "har", type=_FILE, metavar="FILE", help="Propose the workflow from recorded calls.")
@click.option(
    "--from-openapi", "openapi", type=_FILE, metavar="FILE", help="Propose the workflow from an API document."
)
@click.option("--operation", metavar="NAME", help="With --from-openapi: the operation, as its id or as 'GET /path'.")
@click.option(
    "--from-samples",
    "samples",
    type=_FILE,
    metavar="FILE",
    multiple=True,
    help="Propose the parsing from samples of events.",
)
@click.option(
    "--input",
    "stands",
    type=click.Choice(_INPUTS),
    help="With --from-samples: how events are written in the files; detected where it is not given.",
)
@click.option(
    "--event-id",
    metavar="EXPRESSION",
    help="With --from-samples: the expression of the event id: a key, a keypath, or a regex.",
)
@click.option(
    "--override", metavar="NAME", help="Change a built-in log source type, by its name, instead of creating a new one."
)
def command(
    *,
    key: str,
    output: Path,
    har: Path | None,
    openapi: Path | None,
    operation: str | None,
    samples: tuple[Path, ...],
    stands: str | None,
    **given: str | None,
) -> None:
    """Start a package that builds, lints clean and passes its tests.

    NAME is the id of the package and the name of its folder. On a terminal it asks for what is not given; elsewhere it
    takes good values. A folder that is not empty is never touched.
    """
    if har is not None and openapi is not None:
        raise click.UsageError("give either --from-har or --from-openapi")
    if operation is not None and openapi is None:
        raise click.UsageError("--operation needs --from-openapi")
    if not samples and (stands or given["event_id"]):
        raise click.UsageError("--input and --event-id need --from-samples")
    folder = _free_folder(output, key)
    from qradar_builder.cli.init_questions import Beginnings, Questions, ask_beginnings, asks
    from qradar_builder.findings import Findings, Location
    from qradar_builder.starter.new_package import make_package
    from qradar_builder.starter.not_provable import NotProvable, WrongExpression
    from qradar_builder.starter.shipped_names import check_name

    begin = Beginnings(har, openapi, samples)
    is_open = not (begin.has_api or samples or given["event_format"] or given["auth"])
    if is_open and asks():
        begin = ask_beginnings()
        har, openapi, samples = begin.har, begin.openapi, begin.samples
    wishes = Questions(given).wishes(key, from_api=begin.has_api, from_samples=bool(samples))
    findings = Findings()
    check_name(wishes, findings)
    if findings.errors:
        _stop(findings, har, openapi, *samples)
        return
    source = _source(wishes, findings, har=har, openapi=openapi, operation=operation, samples=samples, stands=stands)
    if source is None or findings.errors:
        _stop(findings, har, openapi, *samples)
        return
    try:
        package = make_package(wishes, source)
    except WrongExpression as error:
        findings.add("starter/event-id", Location("--event-id"), str(error))
        _stop(findings, har, openapi, *samples)
        return
    except NotProvable as error:
        origin = har or openapi or next(iter(samples), None)
        if origin is None:
            raise
        findings.add("starter/not-provable", Location(str(origin)), f"no package can be proposed from it: {error}")
        _stop(findings, har, openapi, *samples)
        return
    _write(folder, package)
    _tell(folder, wishes, package)


def _free_folder(output: Path, key: str) -> Path:
    """The folder of the new package, which holds nothing yet."""
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.model.base import KEY_LIMIT, is_key
    from qradar_builder.source.output import try_folder

    if not is_key(key):
        name = key[:KEY_LIMIT]
        form = f"at most {KEY_LIMIT} lowercase letters, digits, and single hyphens, such as acme-audit"
        message = f"`{name}` cannot be the id of a package: {form}"
        raise click.UsageError(message)
    folder = output / key
    with writing():
        try_folder(output, tell)
    try:
        is_taken = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except OSError as error:
        stop(f"{folder}: {error.strerror or error}")
    if is_taken:
        stop(f"{folder} already exists and is not an empty folder: nothing was written")
    return folder


def _source(
    wishes: Wishes,
    findings: Findings,
    *,
    har: Path | None,
    openapi: Path | None,
    operation: str | None,
    samples: tuple[Path, ...],
    stands: str | None,
) -> PackageSource | None:
    """What the package is made from. None, with findings, where a file cannot be used."""
    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.starter.events.formats import EventFormat
    from qradar_builder.starter.without_api import combined, invented_source, samples_source

    api: PackageSource | None = None
    if har is not None:
        from qradar_builder.starter.har.flow import har_source

        api = har_source(har, wishes.auth, findings)
    elif openapi is not None:
        api = _of_document(openapi, operation, wishes, findings)
    elif not samples:
        return invented_source(wishes)
    if not samples:
        return api
    events = samples_source(samples, wishes, findings, None if stands is None else PayloadFormat(stands))
    if har is None and openapi is None:
        if not wishes.has_workflow:
            return events
        api = invented_source(replace(wishes, form=EventFormat.JSON))
    return None if api is None or events is None else combined(api, events)


def _of_document(path: Path, wanted: str | None, wishes: Wishes, findings: Findings) -> PackageSource | None:
    from qradar_builder.cli.init_questions import ask_operation, asks
    from qradar_builder.starter.openapi.document import read_api_document
    from qradar_builder.starter.openapi.flow import openapi_source
    from qradar_builder.starter.openapi.operations import choose, list_operations

    document = read_api_document(path, findings)
    operations = [] if document is None else list_operations(document, findings)
    if document is None or not operations:
        return None
    chosen = ask_operation(operations) if wanted is None else choose(operations, wanted, document, findings)
    if chosen is None:
        return None
    source = openapi_source(document, chosen, wishes.auth)
    if wanted is None and len(operations) > 1 and not asks():
        note = f"of {len(operations)} operations this was taken: {chosen.label}; --operation takes another one"
        source = replace(source, notes=(note, *source.notes))
    return source


def _stop(findings: Findings, *inputs: Path | None) -> None:
    report(with_hints(findings, inputs))
    click.echo("Nothing was written.", err=True)
    sys.exit(exit_of(findings, inputs))


def _write(folder: Path, package: NewPackage) -> None:
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.source.output import write_files

    with writing():
        write_files(folder.parent, {f"{folder.name}/{name}": content for name, content in package.files.items()}, tell)


def _tell(folder: Path, wishes: Wishes, package: NewPackage) -> None:
    from qradar_builder.text.shown import counted

    if voice().quiet:
        return
    for line in package.detected:
        click.echo(line)
    click.echo(f"{wishes.product} is in {folder}:")
    for path in package.files:
        if not path.startswith((".", _RESPONSES)):
            click.echo(f"  {path}")
    for start, what in ((_RESPONSES, "answer of the API"), (".schemas/", "schema for editors")):
        count = sum(path.startswith(start) for path in package.files)
        if count:
            click.echo(f"  {start} ({counted(count, what, _PLURALS[what])})")
    for note in package.notes:
        remark(f"note: {note}")
    if voice().verbose:
        for line in package.left or ["nothing"]:
            click.echo(f"left: {line}", err=True)
    from shlex import quote

    click.echo(
        f"\nNext: qradar-builder test {quote(str(folder))}, then build it; "
        "docs/guide.md and the comments say what to change."
    )
