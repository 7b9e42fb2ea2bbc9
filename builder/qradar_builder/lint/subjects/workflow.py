"""A workflow as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.lint.subjects.written_text import WrittenText, texts_of

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import ParameterValues, Workflow


@dataclass(frozen=True, eq=False)
class WorkflowSubject:
    """A workflow that was read without an error, from YAML or XML."""

    workflow: Workflow
    values: ParameterValues | None = None
    """The parameter values that are checked with it."""

    @cached_property
    def texts(self) -> tuple[WrittenText, ...]:
        """Every text of the actions and tests, in the order of the document, with the JPath in it."""
        return tuple(texts_of(self.workflow))
