"""`qradar-builder test`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.exits import FINDINGS, UNREADABLE
from builder.cli.places import package_folders
from builder.cli.test_summary import summarise
from builder.findings import Findings
from builder.report import TextReport
from builder.testing.tested_package import load_tested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.dsm.explanation import Explanation
    from builder.testing.tested_package import TestedPackage

_NO_TESTS = 5
"""pytest's exit code where nothing was chosen to run."""
_COVERAGE = Path("coverage.xml")


@click.command("test")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PACKAGE]... [-- PYTEST ARGS]")
@click.option("--update", is_flag=True, help="Accept the events as they come out: write the golden files anew.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write the results as JUnit XML, too.")
@click.option(
    "--coverage", is_flag=True, help=f"List everything that no case proves, and write it as Cobertura to {_COVERAGE}."
)
@click.option(
    "--cobertura", type=click.Path(path_type=Path, dir_okay=False), help="Write the coverage as Cobertura XML there."
)
def command(
    *, arguments: tuple[str, ...], update: bool, junit: Path | None, coverage: bool, cobertura: Path | None
) -> None:
    """Run the recorded cases of packages, without network.

    A PACKAGE is a folder with an extension.yaml, or a folder of such folders; without one, everything under content/.
    Its cases are tests/workflows/*.yaml and tests/events/*.yaml. What stands after -- goes to pytest, such as -k NAME
    or -x.
    """
    paths, options = _parted(arguments)
    if junit is not None:
        _make_sure_of(junit)
    findings = Findings()
    packages = [load_tested(folder, findings) for folder in package_folders(paths)]
    click.echo(TextReport().render(findings), err=True, nl=False)
    code = 0
    if any(package.files or package.event_files for package in packages):
        code = _run(packages, [*options, *(["--regen-all"] if update else []), *_junit(junit)])
    else:
        places = "tests/workflows/<case>.yaml or tests/events/<case>.yaml"
        click.echo(f"There are no cases: put them into {places}.", err=True)
    for package in packages:
        summarise(package, everything=coverage)
    if cobertura is not None or coverage:
        _write_coverage(packages, cobertura or _COVERAGE)
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


def _make_sure_of(path: Path) -> None:
    """End the command where a file cannot be written: pytest would fail on that when all tests have run."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        path.open("a").close()
        if is_new:
            path.unlink()
    except OSError as error:
        click.echo(f"error: cannot write to {path}: {error.strerror}", err=True)
        sys.exit(UNREADABLE)


def _run(packages: Sequence[TestedPackage], options: list[str]) -> int:
    try:
        from builder.testing.items import Wording
        from builder.testing.plugin import run_cases
    except ImportError as error:
        click.echo(f"error: {error.name} is missing; install qradar-content-builder with all it needs", err=True)
        return UNREADABLE
    code = run_cases(packages, Wording(_described, _explained), options)
    if code == _NO_TESTS:
        click.echo("No case was chosen.", err=True)
    return code


def _described(findings: Findings) -> str:
    # Pytest puts it into files, too, where colours have no place.
    return click.unstyle(TextReport().render(findings))


def _explained(explanation: Explanation, number: int) -> str:
    from builder.report.event_explanation import explanation_text

    return explanation_text(explanation, number)


def _write_coverage(packages: Sequence[TestedPackage], path: Path) -> None:
    from builder.package.output import OutputError, replace_file
    from builder.testing.cobertura import cobertura

    if path.is_dir():
        # Only --coverage comes here: what an option names has been looked at.
        click.echo(f"error: cannot write to {path}: it is a folder", err=True)
        sys.exit(UNREADABLE)
    try:
        replace_file(path, cobertura(packages))
    except OutputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(UNREADABLE)
    click.echo(f"\nCoverage: {path}", err=True)
