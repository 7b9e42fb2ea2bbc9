"""Server-sent events: what the server tells every open page by itself."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qradar_builder.preview.protocol.message import Answer

MOST_LISTENERS: Final = 32
_MOST_WAITING: Final = 256
"""How many events wait for a page that does not read; then its connection ends, and the page begins a new one."""
_PULSE_SECONDS: Final = 15.0
"""After how long without an event a comment is sent, so that a connection that is gone is noticed."""

_Queue = asyncio.Queue["bytes | None"]


class Stream:
    """Sends events to all who listen. `send` and `close` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[_Queue, asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    def send(self, name: str, event: Answer) -> None:
        """Send an event."""
        self._put(encoded(name, event))

    def close(self, last: tuple[str, Answer] | None = None) -> None:
        """End all connections, after a last event."""
        with self._lock:
            self._is_closed = True
        if last is not None:
            self._put(encoded(*last))
        self._put(None)

    def listen(self, first: tuple[str, Answer]) -> AsyncIterator[bytes]:
        """What one connection is sent: `first`, then all that is sent from now on. Raises Refusal."""
        queue: _Queue = asyncio.Queue(_MOST_WAITING)
        with self._lock:
            if self._is_closed or len(self._listeners) >= MOST_LISTENERS:
                raise Refusal("preview/busy", f"{MOST_LISTENERS} pages listen already, or the preview ends", status=429)
            self._listeners[queue] = asyncio.get_running_loop()
        queue.put_nowait(encoded(*first))
        return self._events(queue)

    async def _events(self, queue: _Queue) -> AsyncIterator[bytes]:
        try:
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _PULSE_SECONDS)
                except TimeoutError:
                    event = b":\n\n"
                if event is None:
                    return
                yield event
        finally:
            with self._lock:
                self._listeners.pop(queue, None)

    def _put(self, event: bytes | None) -> None:
        with self._lock:
            listeners = list(self._listeners.items())
        for queue, loop in listeners:
            with suppress(RuntimeError):
                # The loop may have ended meanwhile.
                loop.call_soon_threadsafe(_put_or_end, queue, event)


def _put_or_end(queue: _Queue, event: bytes | None) -> None:
    try:
        queue.put_nowait(event)
    except asyncio.QueueFull:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)


def encoded(name: str, event: Answer) -> bytes:
    """An event as it is sent: its name, and its JSON on one line."""
    return f"event: {name}\ndata: ".encode() + event.model_dump_json().encode() + b"\n\n"
