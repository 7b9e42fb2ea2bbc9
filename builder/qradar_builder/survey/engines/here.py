"""Runs tasks in this process, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.survey.engines.engine import Done
from qradar_builder.survey.engines.task import run_task

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit


class Here:
    """The engine for small inputs."""

    @property
    def workers(self) -> int:
        """The one process."""
        return 1

    def run(self, job: Job, tasks: Iterable[tuple[Unit, ...]]) -> Generator[Done, None, None]:
        """Run the tasks in their order."""
        for units in tasks:
            yield Done(units, run_task(job, units))

    def close(self) -> None:
        """Nothing was begun."""
