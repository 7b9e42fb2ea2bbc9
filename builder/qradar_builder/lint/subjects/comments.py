"""The comments of a workflow, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import Element, Parameter, Workflow


def comments_of(workflow: Workflow) -> Iterator[tuple[Origin, str]]:
    """Each comment, with the origin of what it is before, or of what it closes."""
    elements = list(workflow.walk())
    for placed in (workflow, *workflow.parameters, *elements):
        for comment in placed.comments:
            yield placed.origin, comment
    holders: list[Parameter | Element] = [*workflow.parameters, *elements]
    for holder in holders:
        for comment in holder.closing:
            yield holder.origin, comment
    lists = [comment for each in workflow.around.values() for comment in (*each.before, *each.closing)]
    for comment in (*lists, *workflow.ending, *workflow.closing):
        yield workflow.origin, comment
