"""`qradar-builder test`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_packages
from qradar_builder.cli.calling.places import package_folders
from qradar_builder.cli.calling.voice import is_colored, report, voice
from qradar_builder.cli.exits import FINDINGS, UNREADABLE
from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.findings import Findings
    from qradar_builder.testing.results import Results
    from qradar_builder.testing.tested_package import TestedPackage

_NO_TESTS = 5
"""pytest's exit code where nothing was chosen to run."""
_COVERAGE = Path("coverage.xml")


@click.command(
    "test",
    cls=Command,
    examples=(
        ("qradar-builder test", "Run the cases of every package of content/, or of the package that you are in"),
        ("qradar-builder test acme-audit -- -k two_polls -x", "Run the cases of that name, up to the first failure"),
        ("qradar-builder test acme-audit --update", "Accept the events as they come out"),
        ("qradar-builder test --junit results.xml --cobertura coverage.xml", "Write the results for a CI server"),
        ("qradar-builder test --html results.html", "Write a page for people: results, coverage and timelines"),
    ),
    sections={"Results and coverage": ("junit", "html", "coverage", "cobertura", "profiled")},
)
@click.argument(
    "arguments",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[PACKAGE]... [-- PYTEST ARGS]",
    shell_complete=complete_packages,
)
@click.option("--update", is_flag=True, help="Accept the current events: write the golden files again.")
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write the results as JUnit XML, too.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write the results as a page for people.")
@click.option(
    "--coverage", is_flag=True, help=f"List everything that no case proves, and write it as Cobertura to {_COVERAGE}."
)
@click.option(
    "--cobertura", type=click.Path(path_type=Path), metavar="FILE", help="Write the coverage as Cobertura XML there."
)
@click.option(
    "--profile-expressions", "profiled", is_flag=True, help="Rank the expressions by the time that they take."
)
def command(
    *,
    arguments: tuple[str, ...],
    update: bool,
    junit: Path | None,
    html: Path | None,
    coverage: bool,
    cobertura: Path | None,
    profiled: bool,
) -> None:
    """Run the recorded cases of packages, without network.

    A PACKAGE is a folder with an extension.yaml, the name of one below content/, or a folder of such folders. Without
    one, test takes the package that you are in, or everything under content/. Its cases are tests/workflows/*.yaml and
    tests/events/*.yaml. Arguments after -- go to pytest, such as -k NAME or -x.
    """
    from qradar_builder.findings import Findings
    from qradar_builder.source.output import tidy, try_file
    from qradar_builder.testing.results import Results
    from qradar_builder.testing.tested_package import load_tested

    paths, options = _parted(arguments)
    folders = package_folders(paths)
    covered = cobertura or (_COVERAGE if coverage else None)
    with writing():
        for path in (junit, html, covered):
            if path is not None:
                try_file(path, tell, makes_folders=True)
        for folder in folders:
            tidy(folder, tell)
    findings = Findings()
    packages = [load_tested(folder, findings) for folder in folders]
    report(findings)
    for tested in (each for package in packages for each in package.types.values()):
        tested.is_profiled = profiled
    code, results = 0, Results()
    if any(package.files or package.event_files for package in packages):
        code = _run(packages, [*_voiced(), *options, *(["--regen-all"] if update else [])], junit, results)
    else:
        places = "tests/workflows/<case>.yaml or tests/events/<case>.yaml"
        click.echo(f"There are no cases: put them into {places}.", err=True)
    _tell(packages, results, everything=coverage or voice().verbose, covered=covered, html=None if code > 1 else html)
    if code > 1:
        sys.exit(UNREADABLE)
    if code or findings.errors:
        sys.exit(FINDINGS)


def _tell(
    packages: Sequence[TestedPackage], results: Results, *, everything: bool, covered: Path | None, html: Path | None
) -> None:
    """Sum up what the tests have shown, and write the files that are asked for in addition to those of pytest."""
    from qradar_builder.cli.test_summary import summarise

    for package in () if voice().quiet else packages:
        summarise(package, everything=everything)
    if covered is not None:
        _write_coverage(packages, covered)
    if html is not None:
        _write_page(packages, results, html)


def _parted(arguments: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """The packages, and what is for pytest. Click takes the `--` away, so pytest's part begins at the first option."""
    first = next((place for place, text in enumerate(arguments) if text.startswith("-")), len(arguments))
    return [Path(text) for text in arguments[:first]], list(arguments[first:])


def _voiced() -> list[str]:
    """The options of pytest for colours and for how much it says; those of the user come later, and win."""
    said = ["-qqqq"] if voice().quiet else []
    return [f"--color={'yes' if is_colored(sys.stdout) else 'no'}", *said]


def _run(packages: Sequence[TestedPackage], options: list[str], junit: Path | None, results: Results) -> int:
    try:
        from qradar_builder.cli.test_output import followed
        from qradar_builder.source.output import replace_file
        from qradar_builder.testing.items.base import Wording
        from qradar_builder.testing.plugin import run_cases
    except ImportError as error:
        click.echo(f"error: {error.name} is missing; install qradar-content-builder with all it needs", err=True)
        return UNREADABLE
    wording = Wording(_described, _explained)
    with writing(), followed():
        if junit is None:
            code = run_cases(packages, wording, options, tell, results)
        else:
            # Pytest writes into the file as it stands.
            with tempfile.TemporaryDirectory() as folder:
                written = Path(folder, "junit.xml")
                code = run_cases(packages, wording, [*options, f"--junit-xml={written}"], tell, results)
                if written.exists():
                    replace_file(junit, written.read_bytes(), tell, makes_folders=True)
    if code == _NO_TESTS:
        click.echo("No case was chosen.", err=True)
    return code


def _described(findings: Findings) -> str:
    from qradar_builder.report.text_report import TextReport

    # Pytest puts it into files, too, where colours have no place.
    return click.unstyle(TextReport(links=False).render(findings))


def _explained(explanation: Explanation, number: int) -> str:
    from qradar_builder.report.event_explanation import explanation_text

    return explanation_text(explanation, number)


def _write_page(packages: Sequence[TestedPackage], results: Results, path: Path) -> None:
    from qradar_builder.report.html.results import results_page
    from qradar_builder.source.output import replace_file

    with writing():
        replace_file(path, results_page(packages, results.all).encode(), tell, makes_folders=True)
    click.echo(f"\nPage: {path}", err=True)


def _write_coverage(packages: Sequence[TestedPackage], path: Path) -> None:
    from qradar_builder.source.output import replace_file
    from qradar_builder.testing.cobertura import cobertura

    with writing():
        replace_file(path, cobertura(packages), tell, makes_folders=True)
    click.echo(f"\nCoverage: {path}", err=True)
