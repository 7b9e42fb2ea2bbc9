"""The runs that were recorded, and what can be asked of them: the State at a step, the events up to it, the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.workflow.recording.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.effects import Event
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.step import RecordedRun, RecordedStep


@dataclass(frozen=True, slots=True)
class Reached:
    """How often a recording went where.

    `nodes` counts actions: a loop counts each time that it is begun. `edges` counts by kind and node: `enter` an action
    from what is before it, `true` and `false` of a condition, `turn` of a loop.
    """

    nodes: Counter[str]
    edges: Counter[tuple[str, str]]
    failed: Counter[str]
    """The actions that ended a run other than well."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Runs that were recorded. Nothing in it is redacted: take `secrets` out of all that you show."""

    workflow: Workflow
    nodes: tuple[Node, ...]
    steps: tuple[RecordedStep, ...]
    runs: tuple[RecordedRun, ...]
    secrets: Secrets
    cut: str = ""
    """Why steps are left out at the end; empty where none are."""

    def state_at(self, index: int, *, before: bool = False) -> dict[str, Any]:
        """The State after a step, or before it. Do not change it. Raises IndexError if there is no such step."""
        step = self._step(index)
        run = self.runs[step.run]
        tree = Tree(run.before)
        for number in range(run.first, index if before else index + 1):
            for change in self.steps[number].changes:
                tree.apply(change)
        return tree.root

    def events_until(self, index: int) -> Iterator[tuple[int, Event]]:
        """The events that were posted up to a step, in all runs, with the steps that posted them. Raises IndexError."""
        self._step(index)
        return ((number, event) for number in range(index + 1) for event in self.steps[number].posted)

    def reached(self) -> Reached:
        """How often the recorded runs went where."""
        found = Reached(Counter(), Counter(), Counter())
        previous: RecordedStep | None = None
        for step in self.steps:
            _count(step, None if previous is None or previous.run != step.run else previous, found)
            previous = step
        for run in self.runs:
            if run.outcome.status != "ok" and run.after > run.first:
                found.failed[self.steps[run.after - 1].node.id] += 1
        return found

    def _step(self, index: int) -> RecordedStep:
        if not 0 <= index < len(self.steps):
            message = f"there is no step {index}"
            raise IndexError(message)
        return self.steps[index]


def _count(step: RecordedStep, previous: RecordedStep | None, found: Reached) -> None:
    node, name = step.node.id, step.node.element.name
    comes_back = previous is not None and (previous.node.id == node or previous.node.id.startswith(f"{node}."))
    is_loop = name in {"While", "DoWhile", "ForEach"}
    if not (is_loop and comes_back):
        found.nodes[node] += 1
        found.edges["enter", node] += 1
    if step.turn is not None:
        found.edges["turn", node] += 1
    if step.condition is not None and name != "DoWhile":
        found.edges["true" if step.condition.holds else "false", node] += 1
