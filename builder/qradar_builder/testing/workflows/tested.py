"""A workflow with what its cases have shown of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.testing.workflows.coverage import Coverage
    from qradar_builder.testing.workflows.replay import RunRecord
    from qradar_builder.workflow.engine.compile import CompiledWorkflow


@dataclass(slots=True)
class TestedWorkflow:
    """A workflow under test. `passed` holds the runs of each case that passed."""

    __test__ = False
    """No test class, whatever pytest thinks of its name."""

    key: str
    checked: CompiledWorkflow
    """The workflow, compiled once for all its cases; `coverage` watches its runs."""
    coverage: Coverage
    passed: list[Sequence[RunRecord]] = field(default_factory=list)
    cases: int = 0
