"""Runs tasks on a cluster of Dask: one on this machine, or one that runs already.

Tasks do not depend on each other, and nothing is moved between workers. The scheduler restarts a task whose worker is
gone. Dask begins a worker anew that ends, but not one that ends while it begins: those are replaced here.
"""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from collections import Counter
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import dask
from distributed import Client, LocalCluster, Status, as_completed
from distributed.scheduler import KilledWorker

import qradar_builder
from qradar_builder.survey.engines.engine import MOST_DEATHS, Done, EngineError, EngineLostError
from qradar_builder.survey.engines.task import run_task
from qradar_builder.survey.sources.drivers import shown

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Future

    from qradar_builder.survey.engines.part import Part
    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit

LOCAL: Final = "local"
_AHEAD: Final = 3
"""How many tasks for each worker are given to the scheduler at once: it need not know of all of them."""
_FEWEST: Final = 8
_CONNECT: Final = "20s"
_SETTINGS: Final = {
    "distributed.worker.daemon": False,
    "distributed.admin.tick.limit": "1h",
    "distributed.comm.timeouts.connect": "5s",
    # So long after a worker is lost, Dask closes what begins it anew if there is no worker of its name just then.
    # Where it was lost once more, a task of one that has only begun would end with it. What has ended is replaced here.
    "distributed.deploy.lost-worker-timeout": "1000 days",
}
_FETCH: Final = "120s"
"""How long a result is waited for that is there, also where the task must be run again for it."""
_ANSWER: Final = 10
_PAUSE: Final = 0.02
_LOOK: Final = 5
"""After how many seconds it is looked again whether there are workers."""
_PATIENCE: Final = 180
"""For how many seconds there may be no worker: those that ended are started again."""
_AGAIN: Final[list[Part]] = []
_ENDED: Final = frozenset({Status.closing, Status.closed, Status.failed})
_RULE: Final = "survey/no-cluster"


class Cluster:
    """The engine of a cluster. `address` is `local` or that of a scheduler, `jobs` the workers of a local one."""

    def __init__(self, address: str, jobs: int, most_deaths: int = MOST_DEATHS) -> None:
        """Begin or find the cluster. Raises EngineError where it cannot be used."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        settings = {**_SETTINGS, "distributed.scheduler.allowed-failures": most_deaths}
        self._settings: Any = dask.config.set(settings)
        self._settings.__enter__()
        self._most_deaths = most_deaths
        self._jobs = jobs
        self._local: Any = None
        self._client: Any = None
        self._looked = self._seen = time.monotonic()
        self._replacing: Future[None] | None = None
        try:
            self._begin(address, jobs)
        except EngineError:
            self.close()
            raise
        except Exception as error:  # noqa: BLE001 - each kind of address has errors of its own
            self.close()
            message = f"the cluster {shown(address)} cannot be used: {type(error).__name__}"
            raise EngineError(_RULE, message, "check the address, and that the scheduler runs") from None

    def _begin(self, address: str, jobs: int) -> None:
        if address == LOCAL:
            self._local = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        where = self._local if self._local is not None else address
        self._client = Client(where, timeout=_CONNECT, set_as_default=False)
        self._client.wait_for_workers(1, timeout=_CONNECT)
        if address != LOCAL:
            self._check()

    def _check(self) -> None:
        """See that workers have the program, in this version."""
        try:
            found = self._client.run(_version)
        except Exception as error:  # noqa: BLE001 - what a worker raises
            raise EngineError(_RULE, f"the workers cannot run the program: {type(error).__name__}", _advice()) from None
        other = {version for version in found.values() if version != qradar_builder.__version__}
        if other:
            message = f"workers have version {', '.join(sorted(other))}, and this is {qradar_builder.__version__}"
            raise EngineError(_RULE, message, _advice())

    @property
    def workers(self) -> int:
        """How many threads of workers there are now."""
        with suppress(Exception):
            return sum(each["nthreads"] for each in self._client.scheduler_info(n_workers=-1)["workers"].values())
        return 0

    def pids(self) -> list[int]:
        """The processes of the workers of a local cluster."""
        nannies = [] if self._local is None else self._local.workers.values()
        return sorted(nanny.pid for nanny in nannies if nanny.pid)

    def run(self, job: Job, tasks: Iterable[tuple[Unit, ...]]) -> Generator[Done, None, None]:
        """Run tasks on the workers."""
        coming = iter(tasks)
        given: dict[str, tuple[Unit, ...]] = {}
        lost: Counter[tuple[Unit, ...]] = Counter()
        shared = self._client.submit(_same, job, pure=False, priority=1)
        first = list(self._submit(shared, islice(coming, max(_FEWEST, _AHEAD * self.workers)), given))
        completed = as_completed(first, loop=self._client.loop, raise_errors=False)
        try:
            while completed.count():
                self._attend(completed)
                future = next(completed)
                units = given.pop(future.key)
                parts = self._parts(future)
                lost[units] += parts is _AGAIN
                if parts is _AGAIN and lost[units] <= self._most_deaths:
                    coming = chain((units,), coming)
                else:
                    yield Done(units, parts or None)
                for more in self._submit(shared, islice(coming, 1), given):
                    completed.add(more)
        except EngineLostError:
            raise
        except (OSError, RuntimeError, TimeoutError) as error:
            raise EngineLostError(f"the scheduler is gone: {type(error).__name__}") from None

    def _attend(self, completed: Any) -> None:
        """Wait for a result. Raises EngineLostError where the scheduler, or all workers for long, are gone."""
        self._seen = time.monotonic()
        while not completed.has_ready():
            time.sleep(_PAUSE)
            self._look()
        self._look()

    def _look(self) -> None:
        """See from time to time that there are workers. Raises EngineLostError where there was none for long."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        workers = self.workers
        if workers:
            self._seen = now
        elif now - self._seen > _PATIENCE:
            raise EngineLostError("the cluster has no worker any more")
        is_replacing = self._replacing is not None and not self._replacing.done()
        if self._local is not None and workers < self._jobs and not is_replacing:
            self._replacing = asyncio.run_coroutine_threadsafe(self._replace(), self._local.loop.asyncio_loop)

    async def _replace(self) -> None:
        """Begin workers in place of those that have ended for good."""
        local = self._local
        if local is None or local.status is not Status.running or local.scheduler.status is not Status.running:
            return
        for name in [name for name, worker in local.workers.items() if worker.status in _ENDED]:
            del local.workers[name]
        # If one cannot begin, it is tried again.
        with suppress(Exception):
            await local

    def _submit(
        self, shared: Any, tasks: Iterable[tuple[Unit, ...]], given: dict[str, tuple[Unit, ...]]
    ) -> Iterator[Any]:
        for units in tasks:
            with warnings.catch_warnings():
                # A definition of many megabytes is one argument: it is sent once for each worker.
                warnings.simplefilter("ignore", UserWarning)
                future = self._client.submit(run_task, shared, units, pure=False)
            given[future.key] = units
            yield future

    def _parts(self, future: Any) -> list[Part] | None:
        """The parts of a task that has ended; `_AGAIN` where they were lost with a worker that had them.

        None where the task ended its workers. Raises EngineLostError.
        """
        if future.status == "error":
            error = future.exception()
            if isinstance(error, KilledWorker):
                return None
            raise EngineLostError(f"a task failed on its worker: {type(error).__name__}: {error}")
        try:
            found: list[Part] = future.result(timeout=_FETCH)
        except Exception as error:  # noqa: BLE001 - how a connection ends depends on its kind
            if self._is_there():
                return _AGAIN
            raise EngineLostError(f"the scheduler is gone: {type(error).__name__}") from None
        return found

    def _is_there(self) -> bool:
        """Whether the scheduler answers."""
        try:
            self._client.sync(self._client.scheduler.identity, callback_timeout=_ANSWER)
        except Exception:  # noqa: BLE001 - as above
            return False
        return bool(self._client.status == "running")

    def close(self) -> None:
        """Leave the cluster, and end it where it is a local one."""
        for each in (self._client, self._local):
            if each is not None:
                with suppress(OSError, RuntimeError, TimeoutError):
                    each.close()
        self._client = self._local = None
        self._settings.__exit__(None, None, None)


def _same(job: Job) -> Job:
    return job


def _version() -> str:
    return qradar_builder.__version__


def _advice() -> str:
    wanted = f"qradar-content-builder[survey]=={qradar_builder.__version__}"
    return f'install "{wanted}" on every worker'
