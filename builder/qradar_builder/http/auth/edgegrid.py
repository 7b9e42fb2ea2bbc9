"""Akamai EdgeGrid authentication, version 1: an HMAC over method, URL and the body of a POST. No header is signed."""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from qradar_builder.http.auth.authorization import authorized
from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.http.messages import HttpRequest

MAX_BODY = 131_072
"""How many bytes of a body are signed, by default of Akamai's clients."""


def sign_edgegrid(
    attributes: Mapping[str, str], request: HttpRequest, clock: Callable[[], int], chance: Callable[[int], bytes]
) -> HttpRequest:
    """Sign with `accessToken`, `clientToken` and `clientSecret`.

    Scheme and host are signed as in `baseUrl` where it is given, else as in the URL of the request.
    """
    url = read_url(request.url)
    base = read_url(attributes["baseUrl"]) if "baseUrl" in attributes else url
    moment = datetime.fromtimestamp(clock() // 1000, UTC).strftime("%Y%m%dT%H:%M:%S+0000")
    parts = {
        "client_token": attributes.get("clientToken", ""),
        "access_token": attributes.get("accessToken", ""),
        "timestamp": moment,
        "nonce": str(UUID(bytes=chance(16), version=4)),
    }
    unsigned = "EG1-HMAC-SHA256 " + "".join(f"{name}={value};" for name, value in parts.items())
    body = (request.body or b"")[:MAX_BODY] if request.method == "POST" else b""
    content_hash = b64encode(sha256(body).digest()).decode() if body else ""
    signed = f"{request.method}\t{base.scheme}\t{base.authority}\t{url.target}\t\t{content_hash}\t{unsigned}"
    key = _hmac(attributes.get("clientSecret", ""), moment)
    return authorized(request, f"{unsigned}signature={_hmac(key, signed)}")


def _hmac(key: str, content: str) -> str:
    digest = hmac.new(key.encode("utf-8", "replace"), content.encode("utf-8", "replace"), sha256).digest()
    return b64encode(digest).decode()
