"""`qradar-builder console log-sources`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_packages
from qradar_builder.cli.console.connecting import (
    CONNECTION,
    PATH,
    connected,
    connection_options,
    end,
    ended,
    read_package,
)
from qradar_builder.cli.exits import FINDINGS, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.log_sources.plan import Plan

_PLAN, _APPLY = "plan", "apply"


@click.command(
    "log-sources",
    cls=Command,
    sections={"Connection": CONNECTION},
    examples=(
        ("qradar-builder console log-sources plan acme-audit --values lab.yaml", "Show what an apply will do"),
        (
            "qradar-builder console log-sources apply acme-audit --values lab.yaml --yes",
            "Create and update log sources",
        ),
    ),
)
@click.argument("what", type=click.Choice([_PLAN, _APPLY]), metavar="plan|apply")
@click.argument("package", type=PATH, metavar="PACKAGE", shell_complete=complete_packages)
@click.option("--values", type=PATH, required=True, metavar="FILE", help="The local file of values for this console.")
@click.option("--yes", is_flag=True, help="Apply without a question, as in CI.")
@click.option("--set-secrets", is_flag=True, help="Set secrets again: a console does not tell whether they differ.")
@click.option("--deploy-changes", is_flag=True, help="Deploy staged changes at the end, those of other people too.")
@connection_options
def command(
    *,
    what: str,
    package: Path,
    values: Path,
    yes: bool,
    set_secrets: bool,
    deploy_changes: bool,
    **connection: Any,
) -> None:
    """Create and update the log sources of a package: `plan` shows what `apply` does.

    The package recommends settings in log_sources/<key>.yaml. FILE has what is different for each console: names,
    identifiers, parameters. Secrets come from the environment, written as {env: NAME}, and are never shown.
    """
    from qradar_builder.console.log_sources.plan import plan_log_sources
    from qradar_builder.console.log_sources.values import read_wanted
    from qradar_builder.findings import Findings

    if what == _APPLY and not (yes or sys.stdin.isatty()):
        raise click.UsageError("there is no terminal to ask on: give --yes")
    findings = Findings()
    release = read_package(package, findings)
    if release.content is None:
        raise click.UsageError("log sources are those of a package folder, and a ZIP does not contain them")
    wanted = read_wanted(release, values, os.environ, findings)
    if wanted is None:
        end(findings, UNREADABLE if any(each.rule == "file/missing" for each in findings) else FINDINGS)
    with connected(findings, **connection) as session:
        plans = plan_log_sources(session, wanted, findings, with_secrets=set_secrets)
        if plans is not None:
            _show(plans)
            if what == _APPLY:
                _apply(session, plans, yes=yes, staged=deploy_changes)
    ended(findings)


def _show(plans: Sequence[Plan]) -> None:
    for plan in plans:
        click.echo(f"{plan.wanted.name}: {plan.doing}")
        for name in plan.new_groups:
            click.echo(f"  the group {name} is created")
        for name, old, new in plan.changes:
            click.echo(f"  {name}: {old} becomes {new}")


def _apply(session: Session, plans: Sequence[Plan], *, yes: bool, staged: bool) -> None:
    from qradar_builder.console.deployment.staged import deploy_changes
    from qradar_builder.console.log_sources.plan import Doing, apply_log_sources

    if all(plan.doing is Doing.NOTHING for plan in plans):
        click.echo("All log sources are as wanted.")
    elif not yes:
        click.confirm("Apply?", abort=True)
    needs_deploy = False
    for done in apply_log_sources(session, plans):
        click.echo(f"{done.plan.wanted.name}: {done.plan.doing}d, number {done.number}")
        needs_deploy |= done.requires_deploy
    if staged:
        click.echo(deploy_changes(session))
    elif needs_deploy:
        click.echo("The console has undeployed changes: deploy them in Admin, or give --deploy-changes.")
