"""Runs histories here or in several processes, and gives what came of them in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.simulation.search.trial import tried
from qradar_builder.source.signals import ENDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.simulation.history.faults import Plan
    from qradar_builder.simulation.history.history import Historian
    from qradar_builder.simulation.search.trial import Trial

    Run: TypeAlias = Callable[[Iterable[Plan]], Iterator[Trial]]
    """Runs histories one after the other, or several at a time; takes no more of them than it needs."""

_CHUNK = 8
"""How many histories a process is given at once."""
_AHEAD = 3
"""How many chunks for each process are given before the first is done."""


@contextmanager
def running(make: Callable[[], Historian], jobs: int) -> Iterator[Run]:
    """What runs histories in so many processes; `make` makes what runs them, in each process."""
    if jobs == 1:
        historian = make()
        yield lambda plans: (tried(historian, plan) for plan in plans)
        return
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    pool = ProcessPoolExecutor(jobs, context, _begin, (make,))
    try:
        yield lambda plans: _run(pool, plans, jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def _run(pool: ProcessPoolExecutor, plans: Iterable[Plan], jobs: int) -> Iterator[Trial]:
    coming = iter(plans)
    waiting = deque(pool.submit(_try, chunk) for _ in range(jobs * _AHEAD) if (chunk := list(islice(coming, _CHUNK))))
    try:
        while waiting:
            done = waiting.popleft().result()
            chunk = list(islice(coming, _CHUNK))
            if chunk:
                waiting.append(pool.submit(_try, chunk))
            yield from done
    finally:
        for future in waiting:
            future.cancel()


_historian: Historian | None = None


def _begin(make: Callable[[], Historian]) -> None:
    """Prepare a process. Whoever started it decides what a signal ends."""
    global _historian  # noqa: PLW0603 - a process has one
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _historian = make()


def _try(plans: list[Plan]) -> list[Trial]:
    assert _historian is not None, "the process was prepared"
    return [tried(_historian, plan) for plan in plans]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "it started this process"
    parent.join()
    os._exit(1)
