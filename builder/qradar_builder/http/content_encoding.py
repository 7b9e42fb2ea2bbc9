"""Unpacks compressed bodies, within a limit, as Apache HttpClient 4 does."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.http.messages import Headers

_GZIP = 31
_ZLIB = 15
_RAW = -15
_DROPPED = frozenset({"content-encoding", "content-length", "content-md5"})


class TooLargeError(Exception):
    """The unpacked body is larger than the limit."""


class DamagedError(Exception):
    """The body is not packed as its header says."""


def decoded(headers: Headers, body: bytes, limit: int) -> tuple[Headers, bytes]:
    """The headers and the body without content encodings. Encodings that are not known stay, with all headers.

    Where one was named, the headers that spoke of the packed body are left out. Throws TooLargeError above `limit`
    bytes, and DamagedError.
    """
    names = [
        encoding.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for encoding in value.split(",")
        if encoding.strip()
    ]
    packed = [name for name in reversed(names) if name != "identity"]
    if not packed or any(name not in {"gzip", "x-gzip", "deflate"} for name in packed):
        return headers, body
    for name in packed:
        if body:
            body = _inflated(body, limit) if name == "deflate" else _unpacked(body, _GZIP, limit)
    return tuple(each for each in headers if each[0].lower() not in _DROPPED), body


def _inflated(body: bytes, limit: int) -> bytes:
    """Servers send `deflate` with the frame of zlib, as they ought to, or without."""
    framed = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _unpacked(body, _ZLIB if framed else _RAW, limit)


def _unpacked(body: bytes, window: int, limit: int) -> bytes:
    parts = []
    left = limit
    while body:
        stream = zlib.decompressobj(window)
        try:
            part = stream.decompress(body, left + 1)
        except zlib.error as error:
            raise DamagedError(str(error)) from None
        left -= len(part)
        if left < 0:
            raise TooLargeError
        if not stream.eof:
            raise DamagedError("it is incomplete")
        parts.append(part)
        # Only gzip may have a further member; what else follows is padding.
        body = stream.unused_data if stream.unused_data[:2] == b"\x1f\x8b" and window == _GZIP else b""
    return b"".join(parts)
