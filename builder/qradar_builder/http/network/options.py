"""How the network is used: certificates, a proxy, and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path


PROXY_PORT = 8080
"""The port of a proxy where none is given, as in QRadar's log source form."""


_OTHER_PROXIES = frozenset({"ftp", "ftps", "socks", "socks4", "socks4a", "socks5", "socks5h", "quic", "ssh"})
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
    """How long a call may take in all, from the connection to the last byte, with its redirects."""
    max_body: int = 64 * 1024 * 1024
    """The largest body, packed and unpacked."""


def read_proxy(text: str) -> Proxy:
    """Read `[http://][user[:password]@]host[:port]`; user and password are URL-encoded. Throws LiveOptionError."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port or PROXY_PORT
        host = parts.hostname or ""
    except ValueError:
        # What urlsplit says may quote a part of the password.
        raise LiveOptionError("the proxy cannot be read: write [http://][user[:password]@]host[:port]") from None
    if parts.scheme not in {"http", "https"}:
        # Another word there may be a part of the password.
        kind = parts.scheme if parts.scheme in _OTHER_PROXIES else "such"
        raise LiveOptionError(f"{kind} proxies are not supported, only http and https")
    if not _PROXY.fullmatch(f"[{host}]" if ":" in host else host) or parts.path not in {"", "/"} or parts.query:
        raise LiveOptionError("the proxy is not of the form [http://][user[:password]@]host[:port]")
    user = None if parts.username is None else unquote(parts.username)
    return Proxy(host, port, user, unquote(parts.password or ""), parts.scheme == "https")
