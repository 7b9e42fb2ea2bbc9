"""The world of a live run: the network and the real clock.

The HTTP library is loaded when the first transport is made.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.http.network.options import LiveOptions
    from qradar_builder.http.transport import Transport


_LONGEST_NAP = 60.0


@contextmanager
def live_transport(options: LiveOptions) -> Iterator[Transport]:
    """A transport to the network, to be used by one thread. Throws LiveOptionError where an option cannot be used."""
    from qradar_builder.http.network.wire import Wire  # noqa: PLC0415 - loads the HTTP library, which only live runs need

    wire = Wire(options)
    try:
        yield wire
    finally:
        wire.close()


def wall_clock() -> int:
    """The time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


def nap(milliseconds: int, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait. Long waits are taken in parts, since one wait has an upper limit on every system."""
    left = milliseconds / 1000
    while left > 0:
        sleep(min(left, _LONGEST_NAP))
        left -= _LONGEST_NAP
