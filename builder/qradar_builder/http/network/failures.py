"""What the HTTP library's errors mean to the author of a workflow."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING, TypeVar

import httpx2

from qradar_builder.http import failures

if TYPE_CHECKING:
    from qradar_builder.http.messages import CallFailed
    from qradar_builder.http.network.options import LiveOptions
    from qradar_builder.http.url import RequestUrl

_E = TypeVar("_E", bound=BaseException)
_MAX_CAUSES = 10


def failed(error: httpx2.TransportError, url: RequestUrl, options: LiveOptions) -> CallFailed:
    """The failure of a call."""
    place = url.place
    asked = place
    if options.proxy is not None:
        # Who cannot be reached, or looked up, is then the proxy.
        asked = f"{options.proxy.host}:{options.proxy.port}"
    if isinstance(error, httpx2.ProxyError):
        return failures.proxy_refused(asked, _text(error))
    if isinstance(error, httpx2.ConnectTimeout):
        return failures.connect_timed_out(asked, options.connect_timeout)
    if isinstance(error, httpx2.TimeoutException):
        return failures.read_timed_out(place, options.read_timeout)
    return _not_connected(error, url, asked) or _misspoken(error, place)


def _not_connected(error: httpx2.TransportError, url: RequestUrl, asked: str) -> CallFailed | None:
    """Why there is no connection; None where there is one. `asked` is the server or the proxy."""
    place = url.place
    if (untrusted := _cause(error, ssl.SSLCertVerificationError)) is not None:
        return failures.untrusted(place, untrusted.verify_message)
    if (no_tls := _cause(error, ssl.SSLError)) is not None:
        return failures.no_tls(place, no_tls.reason or _text(error))
    if _cause(error, socket.gaierror) is not None:
        return failures.unknown_host(asked.rpartition(":")[0])
    if not isinstance(error, httpx2.ConnectError):
        return None
    cause = _cause(error, OSError)
    if isinstance(cause, ConnectionResetError) and url.scheme == "https":
        return failures.no_tls(place, "it closed the connection")
    number = cause.errno if cause is not None else None
    return failures.no_connection(asked, os.strerror(number) if number else _text(error))


def _misspoken(error: httpx2.TransportError, place: str) -> CallFailed:
    """What went wrong on a connection."""
    text = _text(error)
    if isinstance(error, httpx2.NetworkError):
        return failures.reset(place)
    if not isinstance(error, httpx2.RemoteProtocolError):
        return failures.protocol(f"the request cannot be sent: {text}")
    if "without sending a response" in text:
        return failures.hung_up(place)
    if "without sending complete message" in text or "incomplete chunked read" in text:
        return failures.cut_short(place)
    return failures.protocol(f"the response of {place} is not HTTP: {text}")


def _text(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _cause(error: BaseException, kind: type[_E]) -> _E | None:
    """The first error of that kind among an error and what led to it."""
    current: BaseException | None = error
    for _ in range(_MAX_CAUSES):
        if current is None or isinstance(current, kind):
            break
        current = current.__cause__ or current.__context__
    return current if isinstance(current, kind) else None
