"""The forms that a known secret travels in: encoded for URLs, JSON and XML, in Base64 of more, in hexadecimal."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from binascii import Error
from enum import Enum
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Form(Enum):
    """How a form is made, where what stands in for the secret must be made the same way."""

    TEXT = "text"
    """Escaped or not: what stands in has nothing to escape."""
    HEX = "hex"
    HEX_CAPITALS = "hex in capitals"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    BASE64 = "base64"
    """A piece that is sure to be in Base64 of any text with the secret."""


_ESCAPE: Final = re.compile(r"%[0-9A-F]{2}")
_FOR_GSON: Final = {character: f"\\u{ord(character):04x}" for character in "<>&='"}
_SHORTEST: Final = 4
_CASED: Final = 8
_FROM_URLS: Final = bytes.maketrans(b"-_", b"+/")
_TO_URLS: Final = bytes.maketrans(b"+/", b"-_")


def forms_of(value: str) -> Iterator[tuple[bytes, Form]]:
    """The forms of a secret, some of them several times. URL escapes are in capitals: readers must not mind."""
    raw = _octets(value)
    for text in _texts(value):
        yield _octets(text), Form.TEXT
    yield raw.hex().encode(), Form.HEX
    yield raw.hex().upper().encode(), Form.HEX_CAPITALS
    yield value.encode("utf-16-le", "surrogatepass"), Form.UTF_16_LE
    yield value.encode("utf-16-be", "surrogatepass"), Form.UTF_16_BE
    for shift in range(3):
        piece = _within_base64(raw, shift)
        for form in (piece, piece.translate(_TO_URLS)):
            text = form.decode()
            yield from ((each.encode(), Form.BASE64) for each in (text, quote(text, safe=""), text.replace("/", "\\/")))


def _texts(value: str) -> Iterator[str]:
    yield value
    if len(value) >= _CASED:
        yield value.upper()
        yield value.lower()
    in_json = [json.dumps(value, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)]
    for each in in_json:
        yield from (each, each.replace("/", "\\/"), json.dumps(each)[1:-1])
        yield "".join(_FOR_GSON.get(character, character) for character in each)
    in_xml = [escape(value, quote=quotes) for quotes in (True, False)]
    yield from in_xml
    yield in_xml[0].replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    yield in_xml[0].replace("&#x27;", "&apos;")
    yield escape(in_xml[0])
    for pattern in ("&#{};", "&#x{:x};", "&#x{:X};"):
        yield "".join(each if each.isalnum() else pattern.format(ord(each)) for each in value)
    # Not all that encode take the same characters for safe.
    encoders: tuple[Callable[[str], str], ...] = (
        lambda text: quote(text, safe="", errors="replace"),
        lambda text: quote(text, errors="replace"),
        lambda text: quote(text, safe="/:@!$&'()*+,;=?", errors="replace"),
        lambda text: quote(text, safe="!'()*", errors="replace"),
        lambda text: quote_plus(text, errors="replace"),
        lambda text: quote_plus(text, safe="*", errors="replace").replace("~", "%7E"),
    )
    for encode in encoders:
        once = encode(value)
        # QRadar encodes what a workflow has encoded already.
        small = _ESCAPE.sub(lambda found: found[0].lower(), once)
        yield from (once, encode(once), encode(small), escape(once))
    yield from (quote(each, safe="") for each in (*in_json, in_xml[0]))


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _within_base64(octets: bytes, shift: int) -> bytes:
    """The characters that are sure to stand where the octets lie in Base64 of more, after `shift` others."""
    packed = b64encode(b"\0" * shift + octets + b"\0\0")
    piece = packed[(shift * 8 + 5) // 6 : (shift + len(octets)) * 8 // 6]
    return piece if len(piece) >= _SHORTEST else b""


def from_base64(run: bytes) -> bytes | None:
    """What a run of Base64, of either alphabet and with or without padding, holds; None where it is none."""
    bare = run.replace(b"\\", b"").translate(_FROM_URLS).rstrip(b"=")
    try:
        return b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
    except (Error, ValueError):
        return None


def to_base64(content: bytes, like: bytes) -> bytes:
    """Content in Base64, with the alphabet and the padding of another run."""
    packed = b64encode(content)
    if b"-" in like or b"_" in like:
        packed = packed.translate(_TO_URLS)
    # Of a run that needed no padding it cannot be known whether there would be any.
    return packed.rstrip(b"=") if len(like) % 4 and not like.endswith(b"=") else packed
