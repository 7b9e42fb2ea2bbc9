"""`qradar-builder console verify`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.console.connecting import CONNECTION, PATH, connected, connection_options, read_package
from qradar_builder.cli.exits import FINDINGS

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.release import Release
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.findings import Findings
    from qradar_builder.report.console.verification import Report

_LONGEST = 60 * 24 * 31
"""How many minutes back a search goes at most."""
_MOST = 1000


@click.command(
    "verify",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        ("qradar-builder console verify acme-audit --profile lab", "Compare all items, and look at the last hour"),
        ("qradar-builder console verify dist/acme-audit-1.0.0.zip --events 0", "Compare all items of a ZIP only"),
        ("qradar-builder console verify acme-audit --format junit > verify.xml", "In CI: write JUnit XML"),
    ),
)
@click.argument("package", type=PATH, metavar="PACKAGE", shell_complete=complete_places)
@click.option(
    "--events",
    "minutes",
    type=click.IntRange(0, _LONGEST),
    default=60,
    show_default=True,
    metavar="N",
    help="Count the events of the last N minutes by QID; 0 leaves events out.",
)
@click.option(
    "--payloads",
    type=click.IntRange(0, _MOST),
    default=10,
    show_default=True,
    metavar="N",
    help="Fetch so many payloads of unknown events for each log source type, and explain them.",
)
@click.option("--redact", is_flag=True, help="Take addresses, names and credentials out of payloads.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How the verification is printed: for people, for machines, or for a CI server.",
)
@connection_options
def command(*, package: Path, minutes: int, payloads: int, redact: bool, form: str, **connection: Any) -> None:
    """Compare every item of a package with the console, and see what its events became.

    Types, parsing, event mappings, QID records and custom properties with their expressions are compared by meaning.
    Then events of the last minutes are counted by QID. Payloads of unknown events are explained as `parse --explain`
    does it. Exits with 1 if anything differs or an event is unknown.
    """
    from qradar_builder.findings import Findings

    findings = Findings()
    try:
        release = read_package(package, findings)
        with connected(findings, **connection) as session:
            report = _verified(session, release, minutes, payloads, redact=redact)
    except SystemExit:
        if form == "junit" and findings.errors:
            _show_failure(package.name, findings)
        raise
    _show(report, form)
    if not report.is_good:
        sys.exit(FINDINGS)


def _verified(session: Session, release: Release, minutes: int, most: int, *, redact: bool) -> Report:
    from qradar_builder.console.verification.events import type_events
    from qradar_builder.console.verification.items import verify_items
    from qradar_builder.console.verification.redaction import redacted
    from qradar_builder.report.console.verification import Report

    report = Report(session.profile.host, release.label, verify_items(session, release, whole=False))
    if minutes:
        report.minutes = minutes
        report.events = list(type_events(session, release, report.verified, minutes=minutes, most=most))
        for each in report.events:
            texts = list(map(redacted, each.payloads)) if redact else each.payloads
            report.explanations[each.item.name] = _explained(release, each.item.name, texts)
    return report


def _explained(release: Release, name: str, payloads: list[str]) -> list[Explanation]:
    """Why events are unknown, by the parser of the release."""
    if not payloads:
        return []
    import time

    from qradar_builder.api.events import new_parser
    from qradar_builder.findings import Findings
    from qradar_builder.package.inputs.parser_sources import load_definitions

    definitions = load_definitions(release.path, Findings()) or {}
    definition = next((each for each in definitions.values() if each.name == name), None)
    if definition is None:
        return []
    parser = new_parser(definition, time.time_ns() // 1_000_000, "UTC")
    return [parser.explain(payload) for payload in payloads]


def _show_failure(label: str, findings: Findings) -> None:
    """Say in the report, too, why there is none: CI servers take an empty file for one that is broken."""
    from qradar_builder.report.console.verification import failed_junit

    click.echo(failed_junit(label, findings), nl=False)


def _show(report: Report, form: str) -> None:
    from qradar_builder.report.console.verification import report_json, report_junit, report_text

    if form == "json":
        for piece in report_json(report):
            click.echo(piece, nl=False)
    elif form == "junit":
        for piece in report_junit(report):
            click.echo(piece, nl=False)
    else:
        for line in report_text(report):
            click.echo(line)
