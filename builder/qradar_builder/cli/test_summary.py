"""What `qradar-builder test` says of each workflow and log source type at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qradar_builder.report.expression_costs import costs_text
from qradar_builder.report.proven import type_proof, workflow_proof
from qradar_builder.testing.events.definition_tests import expression_line, mapping_lines
from qradar_builder.testing.workflows.levels import NEXT, level_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    click.echo(f"\n{tested.key}: {workflow_proof(tested)}")
    level = level_of(tested.passed)
    if not tested.cases or level is None:
        return
    if level in NEXT:
        click.echo(f"  for the next level: {NEXT[level]}")
    _list("not reached", [str(each) for each in tested.coverage.unreached()], everything=everything)


def _type(tested: TestedType, *, everything: bool) -> None:
    click.echo(f"\n{tested.key}: {type_proof(tested)}")
    if not tested.sources:
        return
    coverage = tested.coverage
    expressions = (*coverage.fields, *coverage.properties)
    unproven = [expression_line(proof) for proof in expressions if not proof.matched]
    _list("not proven", [*unproven, *mapping_lines(tested)], everything=everything)
    if tested.profile is not None:
        click.echo(costs_text(tested.profile.ranked()))
    late = [expression_line(proof) for proof in expressions if proof.matched and not proof.won]
    _list("never wins: one before it always has a value, too", late, everything=everything)
    left_out = [expression_line(proof) for proof in coverage.left_out]
    _list("skipped: only a console can show the result", left_out, everything=everything)


def _list(title: str, lines: Sequence[str], *, everything: bool) -> None:
    shown = lines if everything else lines[:_SHOWN]
    if shown:
        click.echo(f"  {title}:")
    for line in shown:
        click.echo(f"    {line}")
    if len(shown) < len(lines):
        click.echo(f"    … and {len(lines) - len(shown)} more; --coverage lists them")
