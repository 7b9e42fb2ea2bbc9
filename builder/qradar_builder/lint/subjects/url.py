"""The parts of a URL that may have templates in it."""

from __future__ import annotations

import re
from functools import lru_cache

from qradar_builder.quick.dataclasses import dataclass

_HEAD = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_HOLE = re.compile(r"\$\{[^{}]*\}")
_PORT = re.compile(r"(?P<host>.*):(?P<port>[0-9]{1,5})")
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9A-Fa-f:.]+\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class UrlParts:
    """What is written of each part. Templates are kept as they are written."""

    scheme: str
    """In lowercase; empty where the URL begins with a template."""
    user: str
    host: str
    """Without the port; empty where the URL does not show which part it is."""
    path: str
    query: str

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address."""
        return _ADDRESS.fullmatch(self.host) is not None


@lru_cache(1024)
def url_parts(url: str) -> UrlParts:
    """Take a URL apart as far as it is written out."""
    holes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        holes.append(match[0])
        return "\x00"

    def back(text: str) -> str:
        parts = text.split("\x00")
        return "".join(part + (next(left) if number < len(parts) - 1 else "") for number, part in enumerate(parts))

    plain = _HOLE.sub(keep, url.replace("\x00", ""))
    left = iter(holes)
    head = _HEAD.match(plain)
    rest = plain[head.end() :] if head else plain
    rest, _, _ = rest.partition("#")
    rest, _, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    if head is None:
        return UrlParts("", "", "", back(rest), back(query))
    user, _, host = authority.rpartition("@")
    port = _PORT.fullmatch(host)
    user, host = back(user), back(port["host"] if port else host)
    return UrlParts(head["scheme"].lower(), user, host, back(slash + path), back(query))
