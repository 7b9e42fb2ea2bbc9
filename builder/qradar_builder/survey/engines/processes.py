"""Runs tasks in several processes of this machine. A process that ends is replaced, and its task is run again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import Counter, deque
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeAlias

from qradar_builder.source.signals import ENDING, held_back
from qradar_builder.survey.engines.engine import MOST_DEATHS, Done, EngineLostError
from qradar_builder.survey.engines.task import run_task

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from multiprocessing.connection import Connection

    from qradar_builder.survey.engines.part import Part
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit

    Units: TypeAlias = tuple[Unit, ...]


class _Process:
    """A process that runs one task after the other."""

    def __init__(self, job: Job) -> None:
        can_fork = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if can_fork else "spawn")
        self.connection, other = context.Pipe()
        self.units: Units | None = None
        self._process = context.Process(target=_work, args=(job, other), daemon=True)  # type: ignore[attr-defined]  # both kinds have it
        # A signal from the terminal reaches all processes: this one decides what it means.
        with held_back():
            self._process.start()
        other.close()

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        number: int | None = self._process.pid
        return number

    def give(self, units: Units) -> None:
        """Give it a task. A process that has ended is found when its result is taken."""
        self.units = units
        with suppress(OSError):
            self.connection.send(units)

    def take(self) -> list[Part] | None:
        """The parts of its task; None where the process has ended."""
        try:
            found: list[Part] | str = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(found, str):
            raise EngineLostError(f"a task failed in its process: {found}")
        return found

    def stop(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.connection.close()


class Processes:
    """The engine of one machine."""

    def __init__(self, jobs: int, most_deaths: int = MOST_DEATHS) -> None:
        self._jobs = jobs
        self._most_deaths = most_deaths
        self.processes: list[_Process] = []

    @property
    def workers(self) -> int:
        """How many processes there are."""
        return len(self.processes) or self._jobs

    def run(self, job: Job, tasks: Iterable[Units]) -> Generator[Done, None, None]:
        """Run tasks in so many processes."""
        coming = iter(tasks)
        again: deque[Units] = deque()
        deaths: Counter[Units] = Counter()
        try:
            for _ in range(self._jobs):
                self.processes.append(_Process(job))
            while True:
                for process in self.processes:
                    if process.units is None and (units := again.popleft() if again else next(coming, None)):
                        process.give(units)
                busy: dict[Connection, _Process] = {each.connection: each for each in self.processes if each.units}
                if not busy:
                    return
                for ready in wait(list(busy)):
                    process = busy[ready]  # type: ignore[index]  # it gives what it was given
                    units, parts = process.units, process.take()
                    assert units is not None, "it had a task"
                    process.units = None
                    if parts is not None:
                        yield Done(units, parts)
                        continue
                    deaths[units] += 1
                    self._replace(process, job)
                    if deaths[units] > self._most_deaths:
                        yield Done(units, None)
                    else:
                        again.append(units)
        finally:
            self.close()

    def close(self) -> None:
        """End all processes."""
        for process in self.processes:
            process.stop()
        self.processes.clear()

    def _replace(self, process: _Process, job: Job) -> None:
        process.stop()
        self.processes[self.processes.index(process)] = _Process(job)


def _work(job: Job, connection: Any) -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            units = connection.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            connection.send(run_task(job, units))
        except OSError:
            os._exit(0)
        except MemoryError:
            # As if the system had ended it.
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - it is said in the process that waits
            connection.send(f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """Nobody waits for the results where the parent was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "it started this process"
    parent.join()
    os._exit(1)
