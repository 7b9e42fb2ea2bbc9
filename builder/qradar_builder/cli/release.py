"""`qradar-builder release`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.exits import FINDINGS, stop
from qradar_builder.report.formats import REPORTS, report_of

_CHECK, _NOTES = "check", "notes"


@click.command(
    "release",
    cls=Command,
    examples=(
        (
            "qradar-builder release check acme-audit --against acme-audit-1.0.0.zip",
            "Check the version and CHANGELOG.md",
        ),
        ("qradar-builder release check --against v1.0.0:content/acme-audit", "The same, with a git revision"),
        ("qradar-builder release notes acme-audit --against acme-audit-1.0.0.zip", "Draft the entry of CHANGELOG.md"),
    ),
)
@click.argument("what", type=click.Choice([_CHECK, _NOTES]), metavar="check|notes")
@click.argument("package", required=False, metavar="[PACKAGE]", shell_complete=complete_places)
@click.option(
    "--against",
    required=True,
    metavar="LAST",
    help="The last release: its ZIP, a folder of ZIPs, or a git revision REV:PATH of its package folder.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORTS),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
def command(what: str, package: str | None, against: str, form: str) -> None:
    """Check a version against the last release, or draft its entry of CHANGELOG.md.

    With `check`, the version of PACKAGE must rise by at least what changed, and CHANGELOG.md must have an entry of it.
    With `notes`, an entry is drafted from the changes and printed. Without PACKAGE it is the package that you are in.
    """
    from qradar_builder.api import check_release
    from qradar_builder.cli.calling.inputs import exit_of
    from qradar_builder.cli.calling.voice import heard, remark, report
    from qradar_builder.findings import Severity

    folder = _folder(package)
    release = check_release(folder, against)
    found = [each for each in release.findings if each.severity is Severity.ERROR or each.rule.startswith("diff/")]
    if what == _NOTES:
        # The version and the entry are what the draft is for.
        found = [each for each in found if not each.rule.startswith("release/") or release.comparison is None]
        report(found)
        if release.comparison is None:
            sys.exit(exit_of(found, [folder, Path(against)]))
        if release.least_version is not None and not release.notes.startswith(f"## {release.version}\n"):
            remark(f"note: extension.yaml has the version {release.version}; the changes need {release.least_version}")
        click.echo(release.notes, nl=False)
        return
    click.echo(report_of(form).render(heard(found) if form == "text" else found), nl=False)
    if release.comparison is None:
        sys.exit(exit_of(found, [folder, Path(against)]))
    if not all(each.severity is not Severity.ERROR for each in found):
        sys.exit(FINDINGS)
    if form == "text":
        from qradar_builder.report.comparison.words import counts_text

        counts = counts_text(release.comparison)
        remark(f"{release.version} can be released after {release.last_version}: {counts}.")


def _folder(package: str | None) -> Path:
    from qradar_builder.cli.calling.places import package_folders

    folders = package_folders([Path(package)] if package is not None else [])
    if len(folders) > 1:
        stop("there are several packages, and one is released", "give the path or the name of one")
    return folders[0]
