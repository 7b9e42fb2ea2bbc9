"""Parses pieces of files, here or in several processes, and gives the results in the order of the pieces."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.dsm.parser import Parser
from builder.dsm.tally import Tally
from builder.findings import Findings
from builder.package.parser_sources import load_definitions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from pathlib import Path

    from builder.dsm.definition import TypeDefinition
    from builder.dsm.event import Event
    from builder.dsm.payload_files import Payload, Piece

_AHEAD = 3
"""How many pieces each process may be ahead of what is written: memory stays flat."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to parse: where the type is, when events are received, and the event processor's zone."""

    path: Path
    key: str
    clock: int
    """Epoch milliseconds."""
    zone: str

    def parser(self, definition: TypeDefinition) -> Parser:
        """The parser of the type."""
        return Parser(definition, now=lambda: self.clock, zone=self.zone)


@dataclass(slots=True)
class Parsed:
    """What came of a piece: NDJSON, and the counts."""

    lines: bytes
    tally: Tally


def parse_here(parser: Parser, pieces: Iterable[Piece]) -> Generator[Parsed, None, None]:
    """Parse in this process."""
    for piece in pieces:
        yield _parse_piece(parser, piece)


class ProcessEndedError(Exception):
    """One of the processes has ended before its work was done."""


def parse_in_processes(settings: Settings, jobs: int, pieces: Iterable[Piece]) -> Generator[Parsed, None, None]:
    """Parse in several processes, each of which loads the type for itself.

    Raises ProcessEndedError where one of them is ended from outside, as by a system that is short of memory. Close the
    generator where not all results are taken: the processes stop behind the event that they are at.
    """
    context = multiprocessing.get_context("spawn")
    # Nothing is ever sent. The processes stop when the other end closes, as it does when this process is gone.
    end, held = context.Pipe(duplex=False)
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(settings, end)) as pool:
            waiting: deque[Future[Parsed]] = deque()
            try:
                for piece in pieces:
                    with _without_interrupts():
                        waiting.append(pool.submit(_parse_there, piece))
                    if len(waiting) >= _AHEAD * jobs:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BaseException:
                held.close()
                with _without_interrupts():
                    pool.shutdown(cancel_futures=True)
                raise
    except BrokenProcessPool:
        raise ProcessEndedError from None
    finally:
        held.close()
        end.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let no Ctrl-C through: processes that start in the meantime never know of one, not even while they load."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def parse_payload(parser: Parser, payload: Payload) -> Event:
    """Parse one payload; what was wrong with its bytes is the first of its warnings."""
    event = parser.parse(payload.text)
    if payload.warning:
        event.warnings.insert(0, payload.warning)
    return event


def _parse_piece(parser: Parser, piece: Piece) -> Parsed:
    tally = Tally()
    lines: list[bytes] = []
    for payload in piece:
        if _stopped.is_set():
            break
        event = parse_payload(parser, payload)
        tally.add(event)
        lines.append(event.as_line())
    lines.append(b"")
    return Parsed(b"\n".join(lines), tally)


_parser: Parser | None = None
"""The parser of this process, where it is one of several."""
_stopped = threading.Event()
"""Set where nobody waits for the results of this process any more."""


def _start(settings: Settings, end: Connection) -> None:
    global _parser  # noqa: PLW0603 - a process of the pool has one parser for all its pieces
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_listen, args=(end,), daemon=True).start()
    definitions = load_definitions(settings.path, Findings())
    assert definitions is not None, "it was loaded before the processes began"
    _parser = settings.parser(definitions[settings.key])


def _listen(end: Connection) -> None:
    """Stop this process's work when the other end of a pipe is closed, and end the process if its parent is gone."""
    with suppress(OSError):
        end.poll(None)
    _stopped.set()
    parent = multiprocessing.parent_process()
    assert parent is not None, "the pool started this process"
    parent.join()
    os._exit(1)


def _parse_there(piece: Piece) -> Parsed:
    assert _parser is not None
    return _parse_piece(_parser, piece)
