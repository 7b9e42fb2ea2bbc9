"""Sends requests over the network by HTTP/1.1; the only module, with `tls`, that knows the HTTP library."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2

from qradar_builder import __version__
from qradar_builder.http import failures
from qradar_builder.http.content_encoding import DamagedError, TooLargeError, decoded
from qradar_builder.http.messages import HttpResponse, Tls
from qradar_builder.http.network.clock import CallClock, ClockedNetwork
from qradar_builder.http.network.failures import failed
from qradar_builder.http.network.tls import read_authorities, tls_context
from qradar_builder.http.url import RequestUrl, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.http.network.options import LiveOptions, Proxy

USER_AGENT = f"qradar-content-builder/{__version__}"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_OURS = frozenset({"content-length", "transfer-encoding"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_METHOD = re.compile(r"[A-Z]{1,20}")
_PIECE = 64 * 1024


class Wire:
    """Connections to servers, kept for the next call for a few seconds. For one thread."""

    def __init__(self, options: LiveOptions) -> None:
        """Throws LiveOptionError where the CA file cannot be used."""
        self._options = options
        self._authorities = None if options.ca_file is None else read_authorities(options.ca_file)
        self._transports: dict[Tls, httpx2.HTTPTransport] = {}
        self._clock = CallClock()
        self._timeouts = {
            "connect": options.connect_timeout,
            "read": options.read_timeout,
            "write": options.read_timeout,
            "pool": options.connect_timeout,
        }

    def close(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            transport.close()
        self._transports.clear()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request, follow no redirect. Throws CallFailed where no whole response comes."""
        url = read_url(request.url)
        if not request.is_redirected:
            self._clock.start(self._options.call_timeout)
        transport = self._transport(request.tls if url.scheme == "https" else Tls())
        host = f"[{url.host}]" if ":" in url.host else url.host
        try:
            address = httpx2.URL(scheme=url.scheme, host=host, port=url.port, path="/")
            sent = httpx2.Request(
                request.method,
                address,
                headers=_headers(request, address.netloc),
                stream=httpx2.ByteStream(request.body or b"") if request.file is None else _FileStream(request.file),
                # The target is given as it is, since the library would encode it by rules of its own.
                extensions={"target": url.target.encode("ascii"), "timeout": self._timeouts},
            )
            response = transport.handle_request(sent)
            try:
                to = request.to if _can_be_streamed(response) else None
                body = self._body(response, url, to)
            finally:
                response.close()
        except httpx2.InvalidURL as error:
            raise failures.bad_url(str(error)) from None
        except UnicodeError:
            # Python's own look-up refuses names that no DNS name can be.
            raise failures.unknown_host(url.host) from None
        except httpx2.TransportError as error:
            if isinstance(error, httpx2.TimeoutException) and self._clock.is_over:
                raise failures.took_too_long(url.place, self._options.call_timeout) from error
            raise failed(error, url, self._options) from error
        return _in_file(self._unpacked(response, body, url), request.to, is_written=to is not None)

    def _body(self, response: httpx2.Response, url: RequestUrl, to: Path | None) -> bytes:
        """The body; empty where it goes into a file."""
        if to is None:
            return b"".join(self._pieces(response, url))
        with to.open("wb") as file:
            file.writelines(self._pieces(response, url))
        return b""

    def _pieces(self, response: httpx2.Response, url: RequestUrl) -> Iterator[bytes]:
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if size > self._options.max_body:
                raise failures.too_much(url.place, self._options.max_body)
            if self._clock.is_over:
                raise failures.took_too_long(url.place, self._options.call_timeout)
            yield part

    def _unpacked(self, response: httpx2.Response, body: bytes, url: RequestUrl) -> HttpResponse:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
        try:
            headers, body = decoded(headers, body, self._options.max_body)
        except TooLargeError:
            raise failures.too_much(url.place, self._options.max_body) from None
        except DamagedError as error:
            raise failures.protocol(f"the response of {url.place} cannot be decompressed: {error}") from None
        reason: bytes = response.extensions.get("reason_phrase", b"")
        return HttpResponse(response.status_code, reason.decode("latin-1"), headers, body)

    def _transport(self, tls: Tls) -> httpx2.HTTPTransport:
        if tls not in self._transports:
            context = tls_context(tls, insecure=self._options.insecure, authorities=self._authorities)
            proxy = self._options.proxy
            transport = httpx2.HTTPTransport(
                verify=context, trust_env=False, proxy=None if proxy is None else _proxy(proxy)
            )
            # The library below has a place for it, and the one above no parameter.
            transport._pool._network_backend = ClockedNetwork(self._clock)  # noqa: SLF001 - as above
            self._transports[tls] = transport
        return self._transports[tls]


class _FileStream(httpx2.SyncByteStream):
    """A file as the body of a request."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _can_be_streamed(response: httpx2.Response) -> bool:
    return 200 <= response.status_code < 300 and "content-encoding" not in response.headers


def _in_file(response: HttpResponse, to: Path | None, *, is_written: bool) -> HttpResponse:
    """The response with its body in the file that was asked for, if its status is 2xx."""
    if to is None or not 200 <= response.status < 300:
        return response
    if not is_written:
        to.write_bytes(response.body)
    return replace(response, body=b"", file=to)


def _proxy(proxy: Proxy) -> httpx2.Proxy:
    host = f"[{proxy.host}]" if ":" in proxy.host else proxy.host
    address = httpx2.URL(scheme="https" if proxy.secure else "http", host=host, port=proxy.port)
    return httpx2.Proxy(address, auth=None if proxy.user is None else (proxy.user, proxy.password))


def _headers(request: HttpRequest, host: bytes) -> list[tuple[bytes, bytes]]:
    """The headers as they go out: what the workflow gives, and what Apache HttpClient adds where it gives none."""
    if not _METHOD.fullmatch(request.method):
        raise failures.protocol(f"'{request.method}' is not an HTTP method")
    given = {name.lower() for name, _ in request.headers}
    for name in _OURS & given:
        # QRadar's HTTP library counts the body itself and takes no other word for it.
        raise failures.protocol(f"the header {name} is already present; remove that RequestHeader")
    headers = [] if "host" in given else [(b"Host", host)]
    headers += [_header(name, value) for name, value in request.headers]
    if request.body is not None or request.method in _WITH_BODY:
        length = len(request.body or b"") if request.file is None else request.file.stat().st_size
        headers.append((b"Content-Length", str(length).encode()))
    defaults = {"Connection": "Keep-Alive", "User-Agent": USER_AGENT, "Accept-Encoding": "gzip,deflate"}
    headers += [(name.encode(), value.encode()) for name, value in defaults.items() if name.lower() not in given]
    return headers


def _header(name: str, value: str) -> tuple[bytes, bytes]:
    """A header as the server reads it.

    Apache HttpClient writes any name before its own colon, and a server takes the name up to the first one: a workflow
    that IBM publishes has the name `X-Requested-With:`.
    """
    before, colon, rest = name.partition(":")
    if not _NAME.fullmatch(before):
        raise failures.protocol(f"'{name}' is not a valid header name")
    return before.encode(), _value(f"{rest}: {value}" if colon else value)


def _value(value: str) -> bytes:
    """A value as Apache HttpClient writes it: what a header cannot hold becomes a question mark."""
    kept = "".join(each if each == "\t" or " " <= each <= "~" or "\xa0" <= each <= "\xff" else "?" for each in value)
    return kept.strip(" \t").encode("latin-1")
