"""`qradar-builder console deploy`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.console.connecting import (
    CONNECTION,
    PATH,
    connected,
    connection_options,
    end,
    ended,
    read_package,
)
from qradar_builder.cli.exits import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.deployment.run import Deployment, Outlook
    from qradar_builder.console.release.release import Release
    from qradar_builder.findings import Findings

_SHOWN = 20
"""How many items of a kind are listed."""


@click.command(
    "deploy",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        ("qradar-builder console deploy acme-audit --profile lab --dry-run", "Show what a deployment will do"),
        ("qradar-builder console deploy acme-audit --profile lab", "Deploy a package, after a question"),
        (
            "qradar-builder console deploy dist/acme-audit-1.0.0.zip --yes --deploy-changes",
            "In CI: deploy a ZIP, and deploy the staged changes",
        ),
        ("qradar-builder console deploy --restore console-backups/lab-Acme", "Bring back what was overwritten"),
    ),
)
@click.argument("package", required=False, type=PATH, metavar="[PACKAGE]", shell_complete=complete_places)
@click.option("--yes", is_flag=True, help="Deploy without a question, as in CI.")
@click.option("--dry-run", is_flag=True, help="Read and preview only; the copy that a preview needs is removed.")
@click.option("--keep", is_flag=True, help="Keep items that the console has; by default, they are overwritten.")
@click.option("--deploy-changes", is_flag=True, help="Deploy staged changes at the end, those of other people too.")
@click.option(
    "--backup",
    type=PATH,
    default=Path("console-backups"),
    show_default=True,
    metavar="FOLDER",
    help="Where an export of what is overwritten is written.",
)
@click.option("--restore", type=PATH, metavar="FOLDER", help="Bring back what an earlier deployment overwrote.")
@connection_options
def command(
    *,
    package: Path | None,
    yes: bool,
    dry_run: bool,
    keep: bool,
    deploy_changes: bool,
    backup: Path,
    restore: Path | None,
    **connection: Any,
) -> None:
    """Deploy a package or an extension ZIP to a console, with its REST plan.

    The extension is uploaded and previewed. You see what is different on the console and what the installation does
    with each item, and are asked. What is overwritten is exported first; --restore brings it back. If a deployment
    stops half-way, run the command again: it continues, and makes nothing twice.
    """
    from qradar_builder.findings import Findings

    if (package is None) is (restore is None):
        raise click.UsageError("give either a PACKAGE or --restore FOLDER")
    if restore is not None and keep:
        raise click.UsageError("a restore overwrites: give no --keep")
    if not (yes or dry_run or sys.stdin.isatty()):
        raise click.UsageError("there is no terminal to ask on: give --yes, or --dry-run")
    findings = Findings()
    release = _restored(restore, findings) if restore is not None else read_package(package or Path(), findings)
    with connected(findings, **connection) as session:
        from qradar_builder.console.connection.problems import ConsoleError
        from qradar_builder.console.deployment.run import Deployment

        deployment = Deployment(session, release, overwrite=not keep, is_dry=dry_run)
        try:
            outlook = deployment.outlook(findings)
            if outlook is not None:
                wanted = _Wanted(yes, dry_run, deploy_changes, backup)
                _proceed(deployment, outlook, release, findings, wanted)
        except (ConsoleError, KeyboardInterrupt):
            _show_progress(deployment)
            raise
    if outlook is None:
        click.echo("Nothing was changed.", err=True)
        end(findings, FINDINGS)
    ended(findings)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options ask for."""

    yes: bool
    dry: bool
    staged: bool
    folder: Path


def _restored(folder: Path, findings: Findings) -> Release:
    import time

    from qradar_builder.cli.calling.inputs import exit_of
    from qradar_builder.console.deployment.backup import read_backup

    found = read_backup(folder, time.time_ns() // 1_000_000, findings)
    if found is None or findings.errors:
        end(findings, exit_of(findings, [folder, *folder.glob("*")]))
    note, release = found
    click.echo(f"Restoring what {note.release} overwrote on {note.host}.")
    return release


def _proceed(
    deployment: Deployment,
    outlook: Outlook,
    release: Release,
    findings: Findings,
    wanted: _Wanted,
) -> None:
    from qradar_builder.cli.writing import tell, writing

    for line in _lines(outlook, release):
        click.echo(line)
    if not deployment.may_continue(outlook, findings):
        return
    if outlook.is_done and not wanted.staged:
        click.echo(f"{release.label} is on the console: there is nothing to do.")
        return
    if wanted.dry:
        click.echo("This was a dry run: nothing was installed.")
        return
    if not wanted.yes:
        click.confirm(f"Deploy {release.label}?", abort=True)
    with writing():
        deployment.run(outlook, wanted.folder, tell, staged=wanted.staged)
    _show_progress(deployment)
    if not wanted.staged:
        click.echo("If the console has undeployed changes, deploy them in Admin, or give --deploy-changes.")


def _lines(outlook: Outlook, release: Release) -> Iterator[str]:
    from qradar_builder.comparison.model import Kind
    from qradar_builder.console.deployment.foretelling import Action
    from qradar_builder.console.plan.run import Outcome
    from qradar_builder.console.verification.items import difference_of
    from qradar_builder.console.verification.untold import orders
    from qradar_builder.text.shown import counted

    yield f"{release.label}:"
    if not outlook.is_installed:
        counts = [f"{number:,} to {action}" for action in Action if (number := outlook.count(action))]
        yield f"  {counted(len(outlook.items), 'item')}: {', '.join(counts) or 'none'}"
    for one in outlook.mismatches:
        words = " or ".join(sorted(one.words))
        yield f"  MISMATCH {one.item.words}: {one.action} is foretold, and PREVIEW says {words}"
    if outlook.items.differing > len(outlook.mismatches):
        yield f"  and {outlook.items.differing - len(outlook.mismatches):,} more mismatches"
    changes = outlook.comparison.changes
    yield f"  {counted(len(changes), 'difference')} from the console" + (":" if changes else "")
    properties = outlook.comparison.new.root.named(Kind.PROPERTY)
    for each in changes[:_SHOWN]:
        yield f"    {difference_of(each.change, secret=each.secret, properties=properties).text}"
    if len(changes) > _SHOWN:
        yield f"    and {len(changes) - _SHOWN:,} more"
    if not outlook.has_parsing:
        yield "  Parsing is not compared in a dry run: the lists of a console do not contain it."
    missing = sum(each.outcome is Outcome.MISSING for each in outlook.plan)
    if outlook.plan:
        yield f"  REST plan: {counted(len(outlook.plan), 'step')}, {missing:,} of them to do"
    for done in outlook.plan:
        if done.outcome is Outcome.LACKING:
            yield f"  skipped, {done.outcome}: {done.step.purpose}"
    yield from (f"  not set: {each}" for each in orders(outlook.plan))


def _show_progress(deployment: Deployment) -> None:
    for line in deployment.progress.lines():
        click.echo(line)
    run = deployment.plan_run
    for each in () if run is None else run.rest[:_SHOWN]:
        click.echo(f"  {each.outcome}: {each.step.purpose}")
