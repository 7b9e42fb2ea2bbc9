"""A workflow as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.lint.dataflow.accesses import accesses_of, is_block
from qradar_builder.lint.dataflow.graph import graph_of
from qradar_builder.lint.dataflow.sources import Sources
from qradar_builder.lint.dataflow.written_text import WrittenText, texts_of

if TYPE_CHECKING:
    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.graph import Graph
    from qradar_builder.model.workflow.document import Element, ParameterValues, Workflow


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

    @cached_property
    def graph(self) -> Graph:
        """The ways through the actions."""
        return graph_of(self.workflow)

    @cached_property
    def accesses(self) -> dict[int, tuple[Access, ...]]:
        """What each element reads from the State and writes to it, by the `id` of the element."""
        return accesses_of(self.texts)

    def accesses_of(self, action: Element) -> tuple[Access, ...]:
        """The accesses of an action with its parts, but not with the actions in it."""
        if not is_block(action):
            return tuple(access for part in action.walk() for access in self.accesses.get(id(part), ()))
        return self.accesses.get(id(action), ())

    @cached_property
    def all_accesses(self) -> tuple[Access, ...]:
        """The accesses of all actions and tests."""
        return tuple(access for group in self.accesses.values() for access in group)

    @cached_property
    def sources(self) -> Sources:
        """What the values in the State are made of."""
        return Sources(self.workflow, self.texts, self.accesses)
