"""Hawk authentication, version 1: a MAC over method, URL, time, nonce and the hash of the body."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Final

from qradar_builder.http.auth.authorization import authorized, quoted
from qradar_builder.http.headers import header
from qradar_builder.http.messages import CallFailed
from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.http.messages import HttpRequest

_HASHES: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


def sign_hawk(
    attributes: Mapping[str, str], request: HttpRequest, clock: Callable[[], int], chance: Callable[[int], bytes]
) -> HttpRequest:
    """Sign with `keyId`, `key`, `algorithm` (sha1 or sha256), and `ext`, `app` and `dlg` where they are given.

    `hash` is sent as it is given; without it, the hash of the body where the request has one.
    """
    algorithm = hash_of_hawk(attributes.get("algorithm", ""))
    url = read_url(request.url)
    seconds = str(clock() // 1000)
    nonce = urlsafe_b64encode(chance(6)).decode()[:6]
    payload = attributes.get("hash") or _payload_hash(request, algorithm)
    extra = attributes.get("ext", "")
    lines = [
        "hawk.1.header",
        seconds,
        nonce,
        request.method.upper(),
        url.target,
        url.host,
        str(url.port),
        payload,
        extra.replace("\\", "\\\\").replace("\n", "\\n"),
    ]
    app, delegate = attributes.get("app"), attributes.get("dlg", "")
    if app:
        lines += [app, delegate]
    text = "\n".join(lines) + "\n"
    key = attributes.get("key", "").encode("utf-8", "replace")
    mac = b64encode(hmac.new(key, text.encode("utf-8", "replace"), _HASHES[algorithm]).digest()).decode()
    parts = {
        "id": attributes.get("keyId", ""),
        "ts": seconds,
        "nonce": nonce,
        "hash": payload,
        "ext": extra,
        "mac": mac,
    }
    if app:
        parts |= {"app": app, "dlg": delegate}
    return authorized(request, "Hawk " + ", ".join(f"{name}={quoted(value)}" for name, value in parts.items() if value))


def hash_of_hawk(text: str) -> str:
    """The name of a hash algorithm. Throws CallFailed where Hawk does not have it."""
    algorithm = text.lower().replace("-", "")
    if algorithm not in _HASHES:
        raise CallFailed("protocol", f"HawkAuthentication: algorithm '{algorithm}' is neither sha1 nor sha256")
    return algorithm


def _payload_hash(request: HttpRequest, algorithm: str) -> str:
    if request.body is None:
        return ""
    kind = (header(request.headers, "content-type") or "").partition(";")[0].strip().lower()
    content = f"hawk.1.payload\n{kind}\n".encode("utf-8", "replace") + request.body + b"\n"
    return b64encode(_HASHES[algorithm](content).digest()).decode()
