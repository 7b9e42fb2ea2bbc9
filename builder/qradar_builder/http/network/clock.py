"""One clock for a call: from the connection to the last byte of the answer, its redirects included.

The HTTP library has limits for single steps only: a server that sends a little again and again is within each of them.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import httpcore2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

_PART = 16 * 1024
"""How many bytes are sent between two looks at the clock."""


class CallClock:
    """When a call has to be over. Before the first `start` there is no limit."""

    def __init__(self) -> None:
        self._end = math.inf

    def start(self, seconds: float) -> None:
        """A call begins, and may take that long."""
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def left(self, most: float | None, error: type[httpcore2.TimeoutException]) -> float | None:
        """How many seconds a step may take that has a limit of its own. Throws `error` where the time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise error
        if math.isinf(left):
            return most
        return left if most is None else min(most, left)


class ClockedNetwork(httpcore2.NetworkBackend):
    """Connections whose every step ends with the clock."""

    def __init__(self, clock: CallClock) -> None:
        self._clock = clock
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a server."""
        left = self._clock.left(timeout, httpcore2.ConnectTimeout)
        stream = self._network.connect_tcp(host, port, left, local_address, socket_options)
        return _ClockedStream(stream, self._clock)

    def sleep(self, seconds: float) -> None:
        """Wait before another attempt."""
        self._network.sleep(self._clock.left(seconds, httpcore2.ConnectTimeout) or 0)


class _ClockedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, clock: CallClock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PART):
            left = self._clock.left(timeout, httpcore2.WriteTimeout)
            self._stream.write(buffer[start : start + _PART], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._clock.left(timeout, httpcore2.ConnectTimeout)
        return _ClockedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
