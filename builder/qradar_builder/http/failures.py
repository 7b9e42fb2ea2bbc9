"""Why no response came: in words for a person, and with the words that QRadar has for it where they are known.

QRadar speaks HTTP by Apache HttpClient 4 on IBM's Java. Its own words are those of these two.
"""

from __future__ import annotations

from qradar_builder.http.messages import CallFailed


def _failed(kind: str, why: str, qradar: str) -> CallFailed:
    return CallFailed(kind, f"{why} (QRadar: {qradar})")


def bad_url(why: str) -> CallFailed:
    """The URL cannot be called."""
    return protocol(f"the URL cannot be called: {why}")


def protocol(why: str) -> CallFailed:
    """One side does not keep to HTTP, or the request cannot be put into HTTP."""
    return _failed("protocol", why, "Client Protocol Exception: null")


def unknown_host(host: str) -> CallFailed:
    """The name could not be looked up."""
    return _failed("dns", f"the host name {host} could not be looked up", f"java.net.UnknownHostException: {host}")


def no_connection(place: str, why: str) -> CallFailed:
    """There is nobody at the place, or no way to it."""
    return _failed("connect", f"no connection to {place}: {why}", f"Connect to {place} failed: {why}")


def hung_up(place: str) -> CallFailed:
    """The server closed the connection before it had answered."""
    return _failed(
        "connect",
        f"{place} closed the connection without a response",
        f"NoHttpResponseException: {place} failed to respond",
    )


def cut_short(place: str) -> CallFailed:
    """The server closed the connection within its answer."""
    return _failed(
        "connect", f"{place} closed the connection before the response was complete", "Premature end of message body"
    )


def reset(place: str) -> CallFailed:
    """The connection broke."""
    return _failed("connect", f"the connection to {place} broke", "java.net.SocketException: Connection reset")


def proxy_refused(proxy: str, why: str) -> CallFailed:
    """The proxy did not let the call through."""
    return _failed("connect", f"the proxy {proxy} does not allow the call: {why}", f"CONNECT refused by proxy: {why}")


def connect_timed_out(place: str, seconds: float) -> CallFailed:
    """No connection came about in time."""
    return _failed(
        "timeout",
        f"no connection to {place} within {seconds:g} seconds",
        f"Connect to {place} failed: connect timed out",
    )


def read_timed_out(place: str, seconds: float | None = None) -> CallFailed:
    """The server fell silent."""
    how_long = "" if seconds is None else f" for {seconds:g} seconds"
    return _failed("timeout", f"{place} did not send data{how_long}", "java.net.SocketTimeoutException: Read timed out")


def took_too_long(place: str, seconds: float) -> CallFailed:
    """The answer came too slowly; a limit of this tool's own."""
    return CallFailed("timeout", f"the response of {place} was not complete within {seconds:g} seconds")


def untrusted(place: str, why: str) -> CallFailed:
    """The certificate of the server is not trusted."""
    return _failed(
        "tls",
        f"the certificate of {place} is not trusted: {why}. Specify the file of the CA that issued it, or allow "
        "untrusted certificates",
        "com.ibm.jsse2.util.h: No trusted certificate found",
    )


def no_tls(place: str, why: str) -> CallFailed:
    """No TLS connection came about."""
    return _failed("tls", f"no TLS connection to {place}: {why}", "javax.net.ssl.SSLHandshakeException")


def no_such_protocol(name: str, why: str) -> CallFailed:
    """The workflow asks for a TLS version that there is not, or that is not spoken here."""
    return CallFailed("tls", f"SSLConfiguration: protocol '{name}' {why}; use TLSv1.2 or TLSv1.3")


def too_much(place: str, limit: int) -> CallFailed:
    """The body is larger than the limit, in bytes; a limit of this tool's own."""
    return CallFailed("budget", f"the response of {place} is longer than {limit:,} bytes")
