"""Parses pieces of files, here or in several processes, and gives the results in the order of the pieces."""

from __future__ import annotations

import gc
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from qradar_builder.cli.parse.pieces import Parsed, Settings, parse_piece
from qradar_builder.cli.parse.worker import ParseWorker
from qradar_builder.dsm.payloads.files import PayloadFormat, Piece

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.payloads.files import Payload

_AHEAD = 6
"""How many pieces for each process may be done before what comes first is: memory stays flat."""
_BUNDLE = 256 * 1024
"""How many characters of payloads are handed to a process at once."""


def parse_here(parser: Parser, pieces: Iterable[Piece]) -> Generator[Parsed, None, None]:
    """Parse in this process."""
    for piece in pieces:
        yield parse_piece(parser, piece)


def parse_in_processes(
    parser: Parser, settings: Settings, jobs: int, pieces: Iterable[Piece]
) -> Generator[Parsed, None, None]:
    """Parse in several processes, each with a parser of its own.

    Raises ProcessEndedError where one of them is ended from outside, as by a system that is short of memory. Close the
    generator where not all results are taken: the processes end at once then, whatever they are at.
    """
    workers: list[ParseWorker] = []
    # What is loaded stays: copies of this process need not look through it, nor have it copied for them.
    gc.freeze()
    try:
        # They begin before the first piece is asked for, while this process has nothing but its one thread.
        for _ in range(jobs):
            workers.append(ParseWorker(settings, parser))  # noqa: PERF401 - those that began must be stopped
        yield from _Results(workers).of(pieces)
    finally:
        for worker in workers:
            worker.stop()


class _Results:
    """Hands pieces to workers, and puts what they give back in order."""

    def __init__(self, workers: list[ParseWorker]) -> None:
        self._workers = workers
        self._done: dict[int, Parsed] = {}
        self._taken = 0

    def of(self, pieces: Iterable[Piece]) -> Iterator[Parsed]:
        """The results."""
        for number, piece in enumerate(_bundled(pieces)):
            while (worker := self._free()) is None or len(self._done) >= _AHEAD * len(self._workers):
                self._receive()
                yield from self._in_order()
            worker.give(number, piece)
        while any(worker.numbers for worker in self._workers):
            self._receive()
            yield from self._in_order()

    def _free(self) -> ParseWorker | None:
        worker = min(self._workers, key=lambda worker: len(worker.numbers))
        return worker if worker.has_room else None

    def _receive(self) -> None:
        """Wait until at least one worker has done a piece."""
        by_connection = {worker.connection: worker for worker in self._workers if worker.numbers}
        for ready in wait(list(by_connection)):
            worker = by_connection[ready]  # type: ignore[index]  # it gives what it was given
            parsed = Parsed(*worker.take())
            self._done[worker.numbers.popleft()] = parsed

    def _in_order(self) -> Iterator[Parsed]:
        while self._taken in self._done:
            yield self._done.pop(self._taken)
            self._taken += 1


def _bundled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, those put together that hold one item of a JSON array each: most are too small to hand over."""
    bundle: list[Payload] = []
    size = 0
    for piece in pieces:
        if piece.format is PayloadFormat.JSON:
            bundle += piece.payloads
            size += sum(len(payload.text) for payload in piece.payloads)
            if size < _BUNDLE:
                continue
        if bundle:
            yield Piece(PayloadFormat.JSON, payloads=tuple(bundle))
            bundle, size = [], 0
        if piece.format is not PayloadFormat.JSON:
            yield piece
    if bundle:
        yield Piece(PayloadFormat.JSON, payloads=tuple(bundle))
