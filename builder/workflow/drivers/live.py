"""The world of a live run: the network, the real clock, real randomness.

The HTTP library is loaded when the first transport is made.
"""

from __future__ import annotations

import re
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from builder.workflow.drivers.drive import Transport

PROXY_PORT = 8080
"""The port of a proxy where none is given, as in QRadar's log source form."""

_LONGEST_NAP = 60.0
_PROXY = re.compile(r"[\w.~-]+|\[[0-9a-fA-F:.]+\]")


class LiveOptionError(ValueError):
    """An option of a live run that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; a user name without password is possible."""

    host: str
    port: int = PROXY_PORT
    user: str | None = None
    password: str = ""
    secure: bool = False
    """Whether the proxy itself is spoken to by TLS."""


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How the network is used. Times are in seconds, sizes in bytes."""

    insecure: bool = False
    """Take any certificate, whatever the workflow says."""
    ca_file: Path | None = None
    """Certificates (PEM or DER) that are trusted besides those of the system."""
    proxy: Proxy | None = None
    connect_timeout: float = 20.0
    read_timeout: float = 60.0
    call_timeout: float = 600.0
    """How long the body of a response may take in all."""
    max_body: int = 64 * 1024 * 1024
    """The largest body, packed and unpacked."""


def read_proxy(text: str) -> Proxy:
    """Read `[http://][user[:password]@]host[:port]`; user and password are URL-encoded. Throws LiveOptionError."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port or PROXY_PORT
        host = parts.hostname or ""
    except ValueError as error:
        raise LiveOptionError(f"the proxy cannot be read: {error}") from None
    if parts.scheme not in {"http", "https"}:
        raise LiveOptionError(f"{parts.scheme} proxies are not supported, only http and https")
    if not _PROXY.fullmatch(f"[{host}]" if ":" in host else host) or parts.path not in {"", "/"} or parts.query:
        raise LiveOptionError("the proxy is not of the form [http://][user[:password]@]host[:port]")
    user = None if parts.username is None else unquote(parts.username)
    return Proxy(host, port, user, unquote(parts.password or ""), parts.scheme == "https")


@contextmanager
def live_transport(options: LiveOptions) -> Iterator[Transport]:
    """A transport to the network, to be used by one thread. Throws LiveOptionError where an option cannot be used."""
    from builder.workflow.drivers.wire import Wire  # noqa: PLC0415 - loads the HTTP library, which only live runs need

    wire = Wire(options)
    try:
        yield wire
    finally:
        wire.close()


def wall_clock() -> int:
    """The time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


def randomness(count: int) -> bytes:
    """So many random bytes, fit for nonces and keys."""
    return secrets.token_bytes(count)


def nap(milliseconds: int, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait. Long waits are taken in parts, since one wait has an upper limit on every system."""
    left = milliseconds / 1000
    while left > 0:
        sleep(min(left, _LONGEST_NAP))
        left -= _LONGEST_NAP
