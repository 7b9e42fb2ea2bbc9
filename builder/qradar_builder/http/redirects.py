"""Follows redirects as Apache HttpClient 4 does by default, whatever the requests are sent by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from qradar_builder.http import failures
from qradar_builder.http.headers import header
from qradar_builder.http.url import RequestUrl, read_url
from qradar_builder.secrets.names import is_private_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.http.transport import Transport

MAX_REDIRECTS = 50
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOLLOWED = frozenset({"GET", "HEAD"})
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def send_following(
    transport: Transport, request: HttpRequest, is_private: Callable[[str, str], bool] = is_private_header
) -> HttpResponse:
    """Send a request and give the last response. Throws CallFailed.

    Nothing is sent for a URL that QRadar would refuse. Headers that sign in, by their name or as `is_private` says of
    name and value, are not sent to another host, port or scheme.
    """
    here = read_url(request.url)
    visited: set[str] = set()
    for _ in range(MAX_REDIRECTS + 1):
        response = transport.send(request)
        location = _location(request, response)
        if location is None:
            return response
        there = _target(here, location)
        if str(there) in visited:
            raise failures.protocol(f"Circular redirect to {there.base}")
        visited.add(str(there))
        request = _redirected(request, here, there, is_private)
        here = there
    raise failures.protocol(f"Maximum redirects ({MAX_REDIRECTS}) exceeded")


def _location(request: HttpRequest, response: HttpResponse) -> str | None:
    if response.status not in _REDIRECTS or (response.status != 303 and request.method not in _FOLLOWED):
        return None
    location = header(response.headers, "location")
    if location is None and response.status != 302:
        raise failures.protocol(f"Received redirect response HTTP/1.1 {response.status} but no location header")
    return location


def _target(here: RequestUrl, location: str) -> RequestUrl:
    if _ABSOLUTE.match(location):
        return read_url(location)
    try:
        joined = urljoin(str(here), location)
    except ValueError as error:
        raise failures.protocol(f"Invalid redirect URI: {error}") from None
    return read_url(joined)


def _redirected(
    request: HttpRequest, here: RequestUrl, there: RequestUrl, is_private: Callable[[str, str], bool]
) -> HttpRequest:
    dropped: frozenset[str] = frozenset()
    if request.method not in _FOLLOWED:
        request = replace(request, method="GET", body=None)
        dropped = _OF_THE_BODY
    headers = tuple(each for each in request.headers if each[0].lower() not in dropped)
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        headers = tuple(each for each in headers if each[0].lower() != "host" and not is_private(*each))
    return replace(request, url=str(there), headers=headers, is_redirected=True)
