"""What the tests have shown of a workflow or a log source type, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.testing.workflows.levels import LEVELS, level_of
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from qradar_builder.testing.events.tested import TestedType
    from qradar_builder.testing.workflows.tested import TestedWorkflow


def workflow_proof(tested: TestedWorkflow) -> str:
    """What its cases have shown of a workflow."""
    if not tested.cases:
        return "no case"
    reached, all_actions = tested.coverage.counts()
    level = level_of(tested.passed)
    if level is None:
        # What a case reaches that fails is no proof, and beside the failure it would read as one.
        what = "none of its cases passed" if reached else "none of its cases was run"
        return f"{what}, so nothing is proven"
    return f"level {level}, {LEVELS[level]}; {reached} of {all_actions} actions reached"


def type_proof(tested: TestedType) -> str:
    """What its samples have shown of a log source type."""
    if not tested.sources:
        return "no sample"
    coverage = tested.coverage
    parts = (
        _proven([proof.matched for proof in coverage.fields], "field expressions"),
        _proven([proof.matched for proof in coverage.properties], "property expressions"),
        _proven(coverage.mappings.values(), "mappings"),
        _proven(coverage.qids.values(), "QIDs"),
    )
    return f"{', '.join(parts)} proven by {counted(coverage.samples, 'sample')}"


def _proven(hits: Collection[int], what: str) -> str:
    return f"{sum(each > 0 for each in hits)} of {len(hits)} {what}"
