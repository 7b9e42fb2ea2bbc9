"""What an engine is: it runs tasks in any order, wherever, and gives their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from qradar_builder.survey.engines.part import Part
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit

MOST_DEATHS = 6
"""How many processes a task may end before it is taken for the cause. A process may also be ended by chance."""


class EngineError(Exception):
    """The engine cannot begin. The message is for people, and `rule` is that of the finding."""

    def __init__(self, rule: str, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.advice = advice


class EngineLostError(Exception):
    """The engine is gone before all tasks were done. The message is for people."""


@dataclass(frozen=True, slots=True)
class Done:
    """A task, and the parts that came of it; None where it ended each process that ran it."""

    units: tuple[Unit, ...]
    parts: list[Part] | None


class Engine(Protocol):
    """Runs tasks."""

    @property
    def workers(self) -> int:
        """How many processes run tasks now."""
        ...

    def run(self, job: Job, tasks: Iterable[tuple[Unit, ...]]) -> Generator[Done, None, None]:
        """Run tasks, and give what came of each as soon as it is done. Tasks are taken as they are needed.

        Raises EngineLostError where the rest cannot be done. Close the generator where not all is taken.
        """
        ...

    def close(self) -> None:
        """End all that it began."""
        ...
