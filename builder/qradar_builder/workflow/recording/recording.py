"""The runs that were recorded, and what can be asked of them: the State at a step, the events up to it, the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.workflow.recording.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.effects import Event
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.step import RecordedRun, RecordedStep


_LOOPS: Final = ("ForEach", "While", "DoWhile")


@dataclass(frozen=True, slots=True)
class Reached:
    """How often a recording went where.

    `nodes` counts actions: a loop counts each time that it is begun. `flows` counts pairs of actions that followed one
    another, by their ids; a run comes from `start`, and goes to `end` if it ended well.
    """

    nodes: Counter[str]
    flows: Counter[tuple[str, str]]
    failed: Counter[str]
    """The actions that ended a run other than well."""

    def add(self, other: Reached) -> None:
        """Count what another recording of the same workflow reached, too."""
        self.nodes.update(other.nodes)
        self.flows.update(other.flows)
        self.failed.update(other.failed)


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
        for run in self.runs:
            previous = "start"
            for step in self.steps[run.first : run.after]:
                node = step.node.id
                is_again = previous == node or previous.startswith(f"{node}.")
                if not (is_again and step.node.element.name in _LOOPS):
                    found.nodes[node] += 1
                found.flows[previous, node] += 1
                previous = node
            if run.outcome.status == "ok" and not run.mismatch:
                found.flows[previous, "end"] += 1
            elif run.after > run.first:
                found.failed[previous] += 1
        return found

    def _step(self, index: int) -> RecordedStep:
        if not 0 <= index < len(self.steps):
            message = f"there is no step {index}"
            raise IndexError(message)
        return self.steps[index]
