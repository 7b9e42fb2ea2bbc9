"""A workflow as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.lint.dataflow.bookmarks import bookmarks_of
from qradar_builder.lint.dataflow.calls import calls_of
from qradar_builder.lint.dataflow.flow import Flow

if TYPE_CHECKING:
    from qradar_builder.lint.dataflow.bookmarks import Bookmark
    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.model.workflow.document import Element, ParameterValues


@dataclass(frozen=True, eq=False)
class WorkflowSubject(Flow):
    """A workflow that was read without an error, from YAML or XML."""

    values: ParameterValues | None = None
    """The parameter values that are checked with it."""

    @cached_property
    def endpoints(self) -> tuple[Element, ...]:
        """Every CallEndpoint, in the order of the document, whether or not a run comes to it."""
        return tuple(element for element in self.workflow.walk() if element.name == "CallEndpoint")

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls that a run can come to."""
        return tuple(calls_of(self))

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """What one run leaves for the requests of the next."""
        return tuple(bookmarks_of(self, self.calls))
