"""A process that parses pieces of files, one after the other.

Each has a connection of its own, and nothing is shared: a process may end at any time, and no other waits for it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from qradar_builder.cli.parse.pieces import parse_piece
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.payloads.files import PayloadFileError
from qradar_builder.source.signals import ENDING, held_back

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from qradar_builder.cli.parse.pieces import Settings
    from qradar_builder.dsm.payloads.files import Piece
    from qradar_builder.dsm.tally import Tally


_IN_HAND = 3
"""How many pieces a process may have, so that it need not wait for the next one."""


class ProcessEndedError(Exception):
    """A process has ended before its work was done."""


class ParseWorker:
    """A process that has a parser, and the numbers of the pieces that it is given."""

    def __init__(self, settings: Settings, parser: Parser) -> None:
        """`parser` is what a process has that is a copy of this one; another kind makes its own by the settings."""
        can_fork = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if can_fork else "spawn")
        connection, other = context.Pipe()
        self.connection: Connection = connection
        self.numbers: deque[int] = deque()
        source = parser if can_fork else settings
        self._process = context.Process(target=_work, args=(source, other), daemon=True)  # type: ignore[attr-defined]  # both kinds have it
        # They reach every process of a terminal, and one that starts in the meantime never hears of them: the process
        # that started it decides. Where the system cannot do so, it may say on its way out that it was interrupted.
        with held_back():
            self._process.start()
        # So that the connection ends with the process.
        other.close()

    @property
    def has_room(self) -> bool:
        """Whether it may be given another piece."""
        return len(self.numbers) < _IN_HAND

    def give(self, number: int, piece: Piece) -> None:
        """Give it a piece to parse. Raises ProcessEndedError."""
        try:
            self.connection.send(piece)
        except OSError:
            raise ProcessEndedError from None
        self.numbers.append(number)

    def take(self) -> tuple[bytes, Tally]:
        """What came of the first piece: NDJSON and the counts. Waits until it is done. Raises ProcessEndedError."""
        try:
            lines = self.connection.recv_bytes()
            tally: Tally = self.connection.recv()
        except (EOFError, OSError):
            raise ProcessEndedError from None
        return lines, tally

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _work(source: Parser | Settings, connection: Connection) -> None:

    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    pieces: SimpleQueue[Piece] = SimpleQueue()
    threading.Thread(target=_read, args=(connection, pieces), daemon=True).start()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    parser = source if isinstance(source, Parser) else source.load_parser()
    while True:
        try:
            parsed = parse_piece(parser, pieces.get())
        except PayloadFileError:
            # The file is gone. Whoever waits hears of it as the connection ends.
            os._exit(1)
        # The lines as they are: pickled with the counts, they would be copied once more.
        connection.send_bytes(parsed.lines)
        connection.send(parsed.tally)


def _read(connection: Connection, pieces: SimpleQueue[Piece]) -> None:
    """Take in what is given, whatever the process is at, so that nobody waits to give it more."""
    with suppress(EOFError, OSError):
        while True:
            pieces.put(connection.recv())
    # The other end is closed: the parent is gone, and nobody waits for results.
    os._exit(1)


def _end_with_parent() -> None:
    """Nobody waits for the results where the parent was killed. A copy of it has its ends of the connections, too."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "it started this process"
    parent.join()
    os._exit(1)
