"""A workflow as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.lint.dataflow.bookmarks import bookmarks_of
from qradar_builder.lint.dataflow.calls import calls_of
from qradar_builder.lint.dataflow.flow import Flow
from qradar_builder.lint.dataflow.shapes import Shapes
from qradar_builder.workflow.engine.credentials import CREDENTIALS

if TYPE_CHECKING:
    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.bookmarks import Bookmark
    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.lint.dataflow.written_text import WrittenText
    from qradar_builder.model.workflow.document import Element, ParameterValues


@dataclass(frozen=True, eq=False)
class WorkflowSubject(Flow):
    """A workflow that was read without an error, from YAML or XML."""

    values: ParameterValues | None = None
    """The parameter values that are checked with it."""

    @cached_property
    def endpoints(self) -> tuple[Element, ...]:
        """Every CallEndpoint, in the order of the document, whether or not a run comes to it."""
        return tuple(self.elements_named("CallEndpoint"))

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls that a run can come to."""
        return tuple(calls_of(self))

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """What one run leaves for the requests of the next."""
        return tuple(bookmarks_of(self, self.calls))

    @cached_property
    def shapes(self) -> Shapes:
        """What kinds of values the places of the State hold."""
        return Shapes(self)

    @cached_property
    def tokens(self) -> dict[StatePath, Access]:
        """The places, no parameters, that calls sign in with, each with an access that reads it for that."""
        parameters = {parameter.name for parameter in self.workflow.parameters}
        return {
            access.path: access
            for access in self.reads
            if access.path and access.path[0] not in parameters and _signs_in(access)
        }

    @cached_property
    def patterns(self) -> tuple[WrittenText, ...]:
        """The date patterns that are known before a run."""
        return tuple(text for text in self.texts_named("pattern") if _is_pattern(text))


def _signs_in(access: Access) -> bool:
    element = access.element
    is_header = element.name == "RequestHeader" and (element.get("name") or "").lower() == "authorization"
    return (element.name, access.text.name) in CREDENTIALS or (is_header and access.text.name == "value")


def _is_pattern(text: WrittenText) -> bool:
    return text.element.name in {"FormatDate", "ParseDate"} and "${" not in text.text
