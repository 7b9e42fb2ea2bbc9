"""`qradar-builder test`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.exits import FINDINGS, UNREADABLE
from builder.cli.places import package_folders
from builder.findings import Findings
from builder.report import TextReport
from builder.testing.levels import LEVELS, NEXT, level_of
from builder.testing.tested_package import load_tested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.testing.tested_package import TestedPackage, TestedWorkflow

_NO_TESTS = 5
"""pytest's exit code where nothing was chosen to run."""
_SHOWN = 5


@click.command("test")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PACKAGE]... [-- PYTEST ARGS]")
@click.option("--update", is_flag=True, help="Accept the events that are posted: write the golden files anew.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write the results as JUnit XML, too.")
@click.option("--coverage", is_flag=True, help="List everything that no case reached, not only the first of it.")
def command(arguments: tuple[str, ...], update: bool, junit: Path | None, coverage: bool) -> None:
    """Run the recorded cases of packages, without network.

    A PACKAGE is a folder with an extension.yaml, or a folder of such folders; without one, everything under content/.
    Its cases are tests/workflows/*.yaml. What stands after -- goes to pytest, such as -k NAME or -x.
    """
    paths, options = _parted(arguments)
    findings = Findings()
    packages = [load_tested(folder, findings) for folder in package_folders(paths)]
    click.echo(TextReport().render(findings), err=True, nl=False)
    code = 0
    if any(package.files for package in packages):
        code = _run(packages, [*options, *(["--regen-all"] if update else []), *_junit(junit)])
    else:
        click.echo("There are no cases: put them into tests/workflows/<case>.yaml.", err=True)
    for package in packages:
        _summarise(package, everything=coverage)
    if code > 1:
        sys.exit(UNREADABLE)
    if code or findings.errors:
        sys.exit(FINDINGS)


def _parted(arguments: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """The packages, and what is for pytest. Click takes the `--` away, so pytest's part begins at the first option."""
    first = next((place for place, text in enumerate(arguments) if text.startswith("-")), len(arguments))
    return [Path(text) for text in arguments[:first]], list(arguments[first:])


def _junit(path: Path | None) -> list[str]:
    return [] if path is None else [f"--junit-xml={path}"]


def _run(packages: Sequence[TestedPackage], options: list[str]) -> int:
    try:
        from builder.testing.plugin import run_cases
    except ImportError as error:
        click.echo(f"error: {error.name} is missing; install qradar-content-builder with all it needs", err=True)
        return UNREADABLE
    code = run_cases(packages, _described, options)
    if code == _NO_TESTS:
        click.echo("No case was chosen.", err=True)
    return code


def _described(findings: Findings) -> str:
    # Pytest puts it into files, too, where colours have no place.
    return click.unstyle(TextReport().render(findings))


def _summarise(package: TestedPackage, *, everything: bool) -> None:
    for tested in package.workflows.values():
        reached, all_actions = tested.coverage.counts()
        level = level_of(tested.passed)
        if not tested.cases:
            click.echo(f"\n{tested.key}: no case")
            continue
        what = "no case passed" if level is None else f"level {level}, {LEVELS[level]}"
        click.echo(f"\n{tested.key}: {what}; {reached} of {all_actions} actions reached")
        if level in NEXT:
            click.echo(f"  for the next level: {NEXT[level]}")
        _list_unreached(tested, everything=everything)


def _list_unreached(tested: TestedWorkflow, *, everything: bool) -> None:
    unreached = tested.coverage.unreached()
    shown = unreached if everything else unreached[:_SHOWN]
    if shown:
        click.echo("  not reached:")
    for each in shown:
        click.echo(f"    {each}")
    if len(shown) < len(unreached):
        click.echo(f"    … and {len(unreached) - len(shown)} more; --coverage lists them")
