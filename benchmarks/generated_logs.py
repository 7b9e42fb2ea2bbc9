"""Serves logs of any size by HTTP: their bytes are made when they are asked for, and no two events are equal."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS: Final = 12
_USER: Final = re.compile(rb"\buser[0-9]+\b")
_RANGE: Final = re.compile(r"bytes=([0-9]+)-([0-9]*)")


class EndlessLog:
    """Lines without an end. The user of each is a number of its own, so that the values are ever new ones."""

    def __init__(self, payloads: Sequence[str]) -> None:
        """`payloads` come again and again; each has the name of a user."""
        number = b"user" + b"0" * _DIGITS
        lines = [_USER.sub(number, payload.encode(), count=1) + b"\n" for payload in payloads]
        self._block = b"".join(lines)
        self._places: list[int] = []
        """Where the digits of each line begin in the block."""
        start = 0
        for line in lines:
            self._places.append(start + line.index(number) + len(b"user"))
            start += len(line)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`."""
        size = len(self._block)
        first = start // size
        content = b"".join(self._numbered(block) for block in range(first, -(-end // size)))
        return content[start - first * size : end - first * size]

    def _numbered(self, block: int) -> bytearray:
        content = bytearray(self._block)
        for number, place in enumerate(self._places, block * len(self._places)):
            content[place : place + _DIGITS] = b"%012d" % number
        return content


@contextmanager
def served(log: EndlessLog) -> Iterator[str]:
    """Serve a log; gives a URL, below which `SIZE/events.ndjson` has so many bytes of it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._head(200, self._size)

        def do_GET(self) -> None:
            asked = _RANGE.fullmatch(self.headers.get("Range", ""))
            size = self._size
            start = int(asked[1]) if asked else 0
            end = min(size, int(asked[2]) + 1) if asked and asked[2] else size
            self._head(206 if asked else 200, end - start, f"bytes {start}-{end - 1}/{size}")
            step = 1 << 22
            for place in range(start, end, step):
                self.wfile.write(log.read(place, min(place + step, end)))

        @property
        def _size(self) -> int:
            return int(self.path.split("/")[1])

        def _head(self, status: int, length: int, content_range: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(length))
            if content_range is not None and status == 206:
                self.send_header("Content-Range", content_range)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
