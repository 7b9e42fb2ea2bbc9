"""The URL of a request, read as strictly as Java's `URI` and Apache HttpClient do before they send anything."""

from __future__ import annotations

import re
from urllib.parse import quote

from qradar_builder.http import failures
from qradar_builder.javalang.uri import UriError, read_uri
from qradar_builder.quick.dataclasses import dataclass

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.DOTALL,
)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]{2,64}\]|[^\[\]:@%]{1,255})(?::(?P<port>[0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class UrlParts:
    """The parts of a URL as written, whether or not a request can go there. `authority` is None without `//`."""

    scheme: str
    authority: str | None
    path: str
    query: str | None
    fragment: str

    @property
    def user(self) -> str | None:
        """User name and password before the host; None where there are none."""
        before, at, _ = (self.authority or "").rpartition("@")
        return before if at else None

    @property
    def server(self) -> str:
        """The host with its port."""
        return (self.authority or "").rpartition("@")[2]

    @property
    def is_http(self) -> bool:
        """Whether the scheme is one that requests are sent by."""
        return self.scheme.lower() in _PORTS


def split_url(text: str) -> UrlParts | None:
    """Split a URL into its parts, and check nothing. None where it has no scheme."""
    parts = _URL.fullmatch(text)
    if parts is None:
        return None
    return UrlParts(parts["scheme"], parts["authority"], parts["path"], parts["query"], parts["fragment"] or "")


@dataclass(frozen=True, slots=True)
class RequestUrl:
    """Where a request goes. `host` and `scheme` are in lower case, `host` without the brackets of IPv6.

    `target` is path and query as they are sent: the path at least `/`, characters beyond ASCII encoded as UTF-8.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def path(self) -> str:
        """The path, encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query, encoded; empty where there is none."""
        return self.target.partition("?")[2]

    @property
    def authority(self) -> str:
        """Host and port as they stand in a `Host` header: the port only where it is not that of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}{self._port}"

    @property
    def _port(self) -> str:
        return "" if self.port == _PORTS[self.scheme] else f":{self.port}"

    @property
    def place(self) -> str:
        """Host and port for a message."""
        return f"{self.host}:{self.port}"

    @property
    def base(self) -> str:
        """The URL without its query."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def at(self, host: str) -> str:
        """The URL without its query at another host, which may be a template; the port is the same."""
        return f"{self.scheme}://{host}{self._port}{self.path}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def read_url(text: str) -> RequestUrl:
    """Read a URL. Throws CallFailed of kind `protocol` where QRadar would send nothing.

    Messages do not hold the query, since that may hold secrets.
    """
    parts = split_url(text)
    if parts is None or parts.authority is None:
        raise failures.bad_url("it has no scheme and host, as in https://host/path")
    try:
        read_uri(text)
    except UriError as error:
        # In an authority Java tells where that begins, and not which character it is.
        wrong = "" if error.reason.endswith("in authority") else text[error.index : error.index + 1]
        reason = error.reason.replace("Illegal character", f"Illegal character {wrong!a}") if wrong else error.reason
        raise failures.bad_url(f"{reason} at index {error.index}; it must be URL-encoded") from None
    scheme = parts.scheme.lower()
    if not parts.is_http:
        raise failures.bad_url(f"{scheme} is not supported, only http and https")
    if parts.user is not None:
        raise failures.bad_url("it contains a user name; use BasicAuthentication to sign in")
    place = _AUTHORITY.fullmatch(parts.authority)
    if place is None:
        hint = "; the scheme appears twice" if parts.authority.lower() in {"http:", "https:"} else ""
        raise failures.bad_url(f"'{parts.authority}' is not a host name with a port{hint}")
    port = int(place["port"] or _PORTS[scheme])
    if not 0 < port <= 0xFFFF:
        raise failures.bad_url(f"there is no port {port}")
    query = "" if parts.query is None else f"?{parts.query}"
    target = _ascii((parts.path or "/") + query)
    return RequestUrl(scheme, place["host"].strip("[]").lower(), port, target)


def _ascii(text: str) -> str:
    return text if text.isascii() else "".join(each if each.isascii() else quote(each) for each in text)
