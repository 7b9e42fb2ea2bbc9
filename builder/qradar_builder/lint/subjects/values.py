"""Workflow parameter values as rules see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import ParameterValues, Workflow


@dataclass(frozen=True, slots=True, eq=False)
class ValuesSubject:
    """A parameter values document that was read without an error."""

    values: ParameterValues
    workflow: Workflow | None = None
    """The workflow that the values are for, where it is checked with them."""
