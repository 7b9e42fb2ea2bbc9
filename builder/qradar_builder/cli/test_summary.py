"""What `qradar-builder test` says of each workflow and log source type at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qradar_builder.report.expression_costs import costs_text
from qradar_builder.testing.events.definition_tests import expression_line, mapping_lines
from qradar_builder.testing.workflows.levels import LEVELS, NEXT, level_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qradar_builder.testing.events.tested import TestedType
    from qradar_builder.testing.tested_package import TestedPackage
    from qradar_builder.testing.workflows.tested import TestedWorkflow

_SHOWN = 5


def summarise(package: TestedPackage, *, everything: bool) -> None:
    """Print what the tests of a package have shown; `everything` lists all that they have not."""
    for workflow in package.workflows.values():
        _workflow(workflow, everything=everything)
    for tested in package.types.values():
        _type(tested, everything=everything)


def _workflow(tested: TestedWorkflow, *, everything: bool) -> None:
    if not tested.cases:
        click.echo(f"\n{tested.key}: no case")
        return
    reached, all_actions = tested.coverage.counts()
    level = level_of(tested.passed)
    if level is None:
        # What a case reaches that fails is no proof, and beside the failure it would read as one.
        what = "none of its cases passed" if reached else "none of its cases was run"
        click.echo(f"\n{tested.key}: {what}, so nothing is proven")
        return
    click.echo(f"\n{tested.key}: level {level}, {LEVELS[level]}; {reached} of {all_actions} actions reached")
    if level in NEXT:
        click.echo(f"  for the next level: {NEXT[level]}")
    _list("not reached", [str(each) for each in tested.coverage.unreached()], everything=everything)


def _type(tested: TestedType, *, everything: bool) -> None:
    if not tested.sources:
        click.echo(f"\n{tested.key}: no sample")
        return
    coverage = tested.coverage
    expressions = (*coverage.fields, *coverage.properties)
    parts = (
        _proven([proof.matched for proof in coverage.fields], "field expressions"),
        _proven([proof.matched for proof in coverage.properties], "property expressions"),
        _proven(coverage.mappings.values(), "mappings"),
        _proven(coverage.qids.values(), "QIDs"),
    )
    samples = f"{coverage.samples} sample{'' if coverage.samples == 1 else 's'}"
    click.echo(f"\n{tested.key}: {', '.join(parts)} proven by {samples}")
    unproven = [expression_line(proof) for proof in expressions if not proof.matched]
    _list("not proven", [*unproven, *mapping_lines(tested)], everything=everything)
    if tested.profile is not None:
        click.echo(costs_text(tested.profile.ranked()))
    late = [expression_line(proof) for proof in expressions if proof.matched and not proof.won]
    _list("never wins: one before it always has a value, too", late, everything=everything)
    left_out = [expression_line(proof) for proof in coverage.left_out]
    _list("skipped: only a console can show the result", left_out, everything=everything)


def _proven(hits: Collection[int], what: str) -> str:
    return f"{sum(each > 0 for each in hits)} of {len(hits)} {what}"


def _list(title: str, lines: Sequence[str], *, everything: bool) -> None:
    shown = lines if everything else lines[:_SHOWN]
    if shown:
        click.echo(f"  {title}:")
    for line in shown:
        click.echo(f"    {line}")
    if len(shown) < len(lines):
        click.echo(f"    … and {len(lines) - len(shown)} more; --coverage lists them")
