"""Tickets: addresses that lead to the page once, for a browser that is started.

Other users of the machine see the arguments of every program, and so the address that a browser is started with. The
token is no part of it.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from time import monotonic
from typing import Final

PATH: Final = "open"
"""What the path of a ticket begins with."""
_SECONDS: Final = 120.0
_BYTES: Final = 32


class Tickets:
    """Issues tickets. Each is good once, for two minutes."""

    def __init__(self) -> None:
        self._issued: dict[str, float] = {}
        self._lock = threading.Lock()

    def issue(self) -> str:
        """A new ticket."""
        ticket = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._issued[ticket] = monotonic() + _SECONDS
        return ticket

    def take(self, given: str) -> bool:
        """Whether a ticket is good. It is not any more after this."""
        with self._lock:
            now = monotonic()
            self._issued = {ticket: end for ticket, end in self._issued.items() if end >= now}
            text = given.encode("utf-8", "surrogatepass")
            found = next((each for each in self._issued if hmac.compare_digest(each.encode(), text)), None)
            if found is not None:
                del self._issued[found]
            return found is not None
