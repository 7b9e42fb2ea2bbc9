"""`qradar-builder prove`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.calling.places import package_folders
from qradar_builder.cli.calling.voice import is_live, remark, report
from qradar_builder.cli.exits import FINDINGS
from qradar_builder.cli.writing import tell, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.simulation.search.proof import Progress, Proof
    from qradar_builder.simulation.story.telling import Story
    from qradar_builder.simulation.subjects import Subject

_MOST_JOBS = 64


@click.command(
    "prove",
    cls=Command,
    examples=(
        ("qradar-builder prove acme-audit", "Prove the workflows of a package"),
        ("qradar-builder prove acme-audit --workflow audit --time 600", "Try long histories for ten minutes"),
        ("qradar-builder prove --jobs 2 --junit proof.xml", "Prove all packages in CI"),
    ),
    sections={
        "Search": ("workflows", "seed", "seconds", "jobs", "kept"),
        "Output": ("junit", "writes_case"),
    },
)
@click.argument(
    "packages", nargs=-1, type=click.Path(path_type=Path), metavar="[PACKAGE]...", shell_complete=complete_places
)
@click.option("--workflow", "workflows", multiple=True, metavar="KEY", help="Prove only this workflow.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="Another seed tries other histories.",
)
@click.option(
    "--time",
    "seconds",
    type=click.FloatRange(0),
    metavar="N",
    help="For how many seconds random long histories are tried; without it there is a fixed number of them.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, _MOST_JOBS),
    metavar="N",
    default=None,
    help="How many processes search; as many as there are processors where it is not given.",
)
@click.option(
    "--state-kept",
    "kept",
    is_flag=True,
    help="QRadar keeps the State of runs that fail or are cut off, and not that of the last whole run.",
)
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write the result as JUnit XML, too.")
@click.option(
    "--case/--no-case",
    "writes_case",
    default=True,
    show_default=True,
    help="Write the shortest history that loses events as a case.",
)
def command(*, packages: tuple[Path, ...], junit: Path | None, **options: Any) -> None:
    """Search for a history in which a workflow loses events, and tell the shortest one.

    Each workflow is run against its simulated source, tests/sources/<key>.yaml: without faults, with each fault at each
    call, with a crash before and after each effect, with pairs of faults, and in long random histories. The same seed
    gives the same histories. A history that loses events is written as a case to tests/workflows.
    """
    from qradar_builder.findings import Findings
    from qradar_builder.source.output import replace_file, try_file

    if junit is not None:
        with writing():
            try_file(junit, tell, makes_folders=True)
    asked = _Asked(**options)
    findings = Findings()
    subjects = _subjects(packages, asked, findings)
    proofs = [_proven(subject, asked, findings) for subject in subjects]
    if junit is not None:
        from qradar_builder.report.proof.junit import proof_junit

        with writing():
            replace_file(junit, proof_junit(proofs), tell, makes_folders=True)
    if not proofs:
        click.echo("Nothing was proven: there is no workflow with a source (tests/sources/<key>.yaml).", err=True)
    if findings.errors or not proofs:
        sys.exit(FINDINGS)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of the search."""

    workflows: tuple[str, ...]
    seed: int
    seconds: float | None
    jobs: int | None
    kept: bool
    writes_case: bool

    @property
    def processes(self) -> int:
        return self.jobs or max(1, min(os.cpu_count() or 1, _MOST_JOBS))


def _subjects(packages: tuple[Path, ...], asked: _Asked, findings: Findings) -> list[Subject]:
    """What is to be proven. What is wrong with the packages is reported."""
    from qradar_builder.simulation.subjects import subjects_of

    subjects: list[Subject] = []
    for folder in package_folders(list(packages)):
        subjects += subjects_of(folder, findings, asked.workflows, keeps_state=asked.kept)
    there = {subject.source.spec.workflow for subject in subjects}
    missing = [name for name in asked.workflows if name not in there]
    if missing and not findings.errors:
        raise click.UsageError(f"--workflow: there is no workflow `{missing[0][:100]}` with a source")
    report(findings)
    return subjects


def _proven(subject: Subject, asked: _Asked, findings: Findings) -> tuple[Subject, Proof, list[Story]]:
    """Prove a workflow, and say what came of it."""
    from qradar_builder.findings import Findings as Told
    from qradar_builder.report.proof.people import proof_text

    with _progress() as progress:
        proof, stories = _prove(subject, asked, progress)
    click.echo(proof_text(subject, proof, stories, asked.seed))
    told = Told()
    _add(subject, proof, stories, told)
    report(told)
    findings.extend(told)
    if asked.writes_case and not asked.kept:
        _write_cases(subject, stories)
    return subject, proof, stories


def _prove(subject: Subject, asked: _Asked, progress: Progress) -> tuple[Proof, list[Story]]:
    from qradar_builder.simulation.search.proof import Search
    from qradar_builder.simulation.search.workers import running
    from qradar_builder.simulation.story.telling import told

    with running(subject.historian, asked.processes) as run:
        historian = subject.historian()
        proof = Search(historian, run, seed=asked.seed, seconds=asked.seconds, progress=progress).prove()
    return proof, [told(historian, broken) for broken in proof.broken]


def _add(subject: Subject, proof: Proof, stories: Sequence[Story], findings: Findings) -> None:
    """Report what is broken, at the action that is to blame."""
    for story in stories:
        breach, culprit = story.broken.breach, story.culprit
        message = f"{subject.source.spec.workflow}: {breach.message}"
        if breach.rule in {"proof/lost", "proof/doubled"}:
            message += f": {f'in poll {culprit.poll}, ' if culprit.poll else ''}{culprit.why}"
        related = [(subject.source.origin, "against this source")]
        findings.add(breach.rule, culprit.origin or subject.workflow.origin, message, related=related)
    if not proof.broken and not proof.holds:
        findings.add("proof/nothing", subject.source.origin, f"{subject.source.spec.workflow}: nothing was proven")


def _write_cases(subject: Subject, stories: Sequence[Story]) -> None:
    from qradar_builder.simulation.story.case import case_files
    from qradar_builder.source.output import write_files

    for story in stories:
        rule = story.broken.breach.rule
        if rule not in {"proof/lost", "proof/doubled", "proof/bookmark", "proof/secret"}:
            continue
        stem = f"proof-{subject.source.key}-{rule.partition('/')[2]}"
        folder = subject.folder / "tests" / "workflows"
        with writing():
            write_files(folder, dict(case_files(story, subject.source, stem)), tell)
        remark(f"The case {folder / stem}.yaml replays it; run it with `qradar-builder test`.")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on standard error, where that is a terminal."""
    if not is_live(sys.stderr):
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def show(name: str, done: int, total: int | None) -> None:
            bar.update(task, description=name, completed=done, total=total)

        yield show
