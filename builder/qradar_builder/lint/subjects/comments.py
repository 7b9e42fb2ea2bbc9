"""The comments of a workflow, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import Workflow


def comments_of(workflow: Workflow) -> Iterator[tuple[Origin, str]]:
    """Each comment, with the origin of what it is before, or of what it closes."""
    for placed in (workflow, *workflow.parameters, *workflow.walk()):
        for comment in placed.comments:
            yield placed.origin, comment
    for element in workflow.walk():
        for comment in element.closing:
            yield element.origin, comment
    for comment in workflow.closing:
        yield workflow.origin, comment
