"""Tries mutants in processes of their own, which are watched: their time, their memory, and that they live."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from tools.fuzz.inputs import KINDS, drive, prepare, seeds
from tools.fuzz.mutations import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from tools.fuzz.inputs import Kind

SECONDS = 10
"""The most seconds that a mutant may take; a process that is busy for longer is killed."""
MEMORY = 1024 * 1024 * 1024
"""The most bytes that a mutant may take on top of what the process has when it starts."""
_GRACE = 2.0
"""By how much more a process is left alive: the machine may be busy."""
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Failure:
    """A mutant that broke a promise: its name makes it again."""

    name: str
    reason: str
    content: bytes


def name_of(kind: Kind, seed: int, number: int) -> str:
    """What a mutant is made from and called by."""
    return f"{kind.name}-{seed}-{number}"


def make(name: str, workspace: Path) -> tuple[Kind, Path, bytes]:
    """The mutant of a name: its kind, the document that it is a copy of, its bytes."""
    kind = {each.name: each for each in KINDS}[name.rsplit("-", 2)[0]]
    documents = seeds(kind, workspace)
    document = documents[int(name.rsplit("-", 1)[1]) % len(documents)]
    others = [each.read_bytes() for each in documents if each.suffix == document.suffix]
    return kind, document, mutant([document.read_bytes()] * len(others) + others, name)


def search(names: list[str], jobs: int, until: float, told: Callable[[int], None]) -> Iterator[Failure]:
    """Try mutants by `jobs` processes until the monotonic time `until`; `told` hears how many are done."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        waiting = iter(names)
        seeds_of = Path(folder, "seeds")
        seeds_of.mkdir()
        prepare(seeds_of)
        workers = [_Worker(Path(folder, str(number))) for number in range(jobs)]
        done = died = 0
        while True:
            for worker in workers:
                if worker.name is None and time.monotonic() < until:
                    worker.give(next(waiting, None))
            busy = [worker for worker in workers if worker.name is not None]
            if not busy:
                break
            ready = wait([worker.connection for worker in busy], timeout=1)
            for worker in busy:
                if worker.connection in ready or worker.is_overdue:
                    name = worker.name or ""
                    reason = worker.answer() if worker.connection in ready else worker.kill()
                    done += 1
                    told(done)
                    if reason:
                        yield Failure(name, reason, make(name, seeds_of)[2])
                    if not worker.lives:
                        # What it was doing may have left the workspace broken.
                        died += 1
                        workers[workers.index(worker)] = _Worker(Path(folder, f"again-{died}"))
        for worker in workers:
            worker.end()


class _Worker:
    """A process that tries one mutant after the other."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.name: str | None = None
        """The mutant that is being tried."""
        self.lives = True
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_work, args=(theirs, workspace), daemon=True)
        self._process.start()
        theirs.close()
        # The first answer says that the workspace is there.
        self.connection.recv()
        self._since = 0.0

    @property
    def is_overdue(self) -> bool:
        """Whether the mutant takes longer than any may."""
        return time.monotonic() - self._since > SECONDS * _GRACE

    def give(self, name: str | None) -> None:
        """Give the next mutant, if there is one."""
        self.name = name
        self._since = time.monotonic()
        if name is not None:
            self.connection.send(name)

    def answer(self) -> str:
        """What was wrong with the mutant, the death of the process included; nothing where it kept all promises."""
        self.name = None
        try:
            return str(self.connection.recv())
        except EOFError:
            self._process.join()
            self.lives = False
            return f"the process died with exit code {self._process.exitcode}"

    def kill(self) -> str:
        """Kill the process, which does not end by itself."""
        self._process.kill()
        self._process.join()
        self.name, self.lives = None, False
        return f"took more than {SECONDS * _GRACE:.0f} s"

    def end(self) -> None:
        """Let the process end."""
        self.connection.send(None)
        self._process.join()
        self.connection.close()


def _work(connection: Connection, workspace: Path) -> None:
    if not workspace.exists():
        workspace.mkdir()
        prepare(workspace)
    os.chdir(workspace)
    _bound_memory()
    connection.send("")
    while True:
        try:
            name = connection.recv()
        except EOFError:
            return
        if name is None:
            return
        began = time.process_time()
        reason = ""
        try:
            drive(*make(name, workspace), workspace)
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            reason = traceback.format_exc(limit=-6)
        spent = time.process_time() - began
        if not reason and spent > SECONDS:
            reason = f"took {spent:.1f} s"
        connection.send(reason)


def _bound_memory() -> None:
    """Let a process that asks for too much memory get a MemoryError, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
