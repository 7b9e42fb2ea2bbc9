"""Receives syslog on this machine, by UDP and TCP on one port, and gives each message to a function."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from qradar_builder.serving.certificate import LOCAL
from qradar_builder.serving.running import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST: Final = 1024 * 1024
"""The longest message, in bytes. A longer one is split."""
_MOST_CONNECTIONS: Final = 32
_PIECE: Final = 64 * 1024
_COUNTED: Final = re.compile(rb"(\d{1,7}) (?=<)")
"""How a message begins that has its length in front (RFC 6587, octet counting)."""
_ATTEMPTS: Final = 20


class SyslogServer(Running):
    """Receives while it is entered. `take` is called with the bytes of a message and the address of its sender.

    A `port` of 0 is any free one. Raises OSError where the port is in use.
    """

    def __init__(self, take: Callable[[bytes, str], None], *, port: int = 0) -> None:
        self._take = take
        self._stopping = threading.Event()
        self._datagrams, self._listener = _bound(port)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [
            threading.Thread(target=self._receive, daemon=True),
            threading.Thread(target=self._accept, daemon=True),
        ]
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to receive, in threads of its own."""
        for thread in list(self._threads):
            thread.start()

    def stop(self) -> None:
        """Stop receiving, and wait until everything received was taken."""
        self._stopping.set()
        with self._lock:
            for each in self._connections:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RD)
        for thread in list(self._threads):
            if thread.is_alive():
                thread.join()
        self._datagrams.close()
        self._listener.close()

    def _receive(self) -> None:
        while not self._stopping.is_set():
            try:
                content, (address, _) = self._datagrams.recvfrom(_PIECE)
            except TimeoutError:
                continue
            except OSError:
                return
            self._give(content.rstrip(b"\r\n\0"), address)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, (address, _) = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with self._lock:
                if len(self._connections) >= _MOST_CONNECTIONS:
                    connection.close()
                    continue
                self._connections.add(connection)
                thread = threading.Thread(target=self._serve, args=(connection, address), daemon=True)
                self._threads = [each for each in self._threads if each.is_alive()]
                self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, address: str) -> None:
        connection.settimeout(None)
        try:
            for message in _messages(connection):
                self._give(message, address)
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()

    def _give(self, message: bytes, address: str) -> None:
        if message:
            self._take(message, address)


def _bound(port: int) -> tuple[socket.socket, socket.socket]:
    """The sockets for UDP and TCP, on the same port."""
    for attempt in range(_ATTEMPTS):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((LOCAL[0], port))
            datagrams.bind((LOCAL[0], listener.getsockname()[1]))
            listener.listen(_MOST_CONNECTIONS)
        except OSError:
            listener.close()
            datagrams.close()
            if port != 0 or attempt == _ATTEMPTS - 1:
                raise
            continue
        for each in (listener, datagrams):
            each.settimeout(0.05)
        return datagrams, listener
    raise AssertionError("the loop returns or raises")


def _messages(connection: socket.socket) -> Iterator[bytes]:
    """The messages of a connection: each ends with a line feed, or has its length in front."""
    buffer = b""
    while True:
        counted = _COUNTED.match(buffer)
        if counted is not None and int(counted[1]) <= LONGEST:
            end = counted.end() + int(counted[1])
            if len(buffer) >= end:
                yield buffer[counted.end() : end].rstrip(b"\r\n\0")
                buffer = buffer[end:].lstrip(b"\n")
                continue
        elif (at := buffer.find(b"\n", 0, LONGEST)) >= 0:
            yield buffer[:at].rstrip(b"\r\0")
            buffer = buffer[at + 1 :]
            continue
        elif len(buffer) >= LONGEST:
            yield buffer[:LONGEST]
            buffer = buffer[LONGEST:]
            continue
        try:
            piece = connection.recv(_PIECE)
        except OSError:
            piece = b""
        if not piece:
            if buffer:
                yield buffer.rstrip(b"\r\n\0")
            return
        buffer += piece
