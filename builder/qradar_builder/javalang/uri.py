"""What java.net.URI refuses, in its own words and at its own index.

Source: the grammar in the documentation of java.net.URI, and vectors of Java 17.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final

from qradar_builder.quick.dataclasses import dataclass

_UNRESERVED: Final = "A-Za-z0-9_.!~*'()\\-"
_URIC: Final = _UNRESERVED + ";/?:@&=+$,\\[\\]"
_PATH: Final = _UNRESERVED + ":@&=+$,;/"
_USER: Final = _UNRESERVED + ";:&=+$,"
_REGISTRY: Final = _UNRESERVED + "$,;:@&=+"
_SERVER: Final = _USER + ".:@\\[\\]"
_SCHEME: Final = "A-Za-z0-9+.-"
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_RUNS = {allowed: re.compile(f"[{allowed}]*") for allowed in (_URIC, _PATH, _USER, _REGISTRY, _SERVER, _SCHEME, "0-9")}
_HOST_NAME = re.compile(
    r"[0-9]+(?=:|\Z)|(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?"
)
_ADDRESS = re.compile(
    r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2}|0[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})(?![0-9.])"
)
_MAX_PORT: Final = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Uri:
    """The parts of a URI. `host` is None where the authority is none of a server, as `my_host` is."""

    scheme: str | None
    authority: str
    host: str | None


class UriError(Exception):
    """A text is no URI. `index` counts UTF-16 units as Java does; -1 where Java gives none."""

    def __init__(self, reason: str, index: int) -> None:
        super().__init__(f"{reason} at index {index}")
        self.reason = reason
        self.index = index


def read_uri(text: str) -> Uri:
    """Read a URI as `new URI(text)` does. Raises UriError."""
    return _Reader(text).uri()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._scheme: str | None = None
        self._authority = ""
        self._host: str | None = None

    def uri(self) -> Uri:
        text = self._text
        colon = re.search("[/?#:]", text)
        end = self._read_scheme(colon.start()) if colon is not None and colon[0] == ":" else self._hierarchical(0)
        if text.startswith("#", end):
            self._check(end + 1, len(text), _URIC, "fragment")
        return Uri(self._scheme, self._authority, self._host)

    def _read_scheme(self, colon: int) -> int:
        text = self._text
        if colon == 0:
            raise self._error("Expected scheme name", 0)
        if not re.match("[A-Za-z]", text):
            raise self._error("Illegal character in scheme name", 0)
        self._check(0, colon, _SCHEME, "scheme name", escapes=False)
        self._scheme = text[:colon]
        start = colon + 1
        if text.startswith("/", start):
            return self._hierarchical(start)
        end = self._end_of(start, "#")
        if end <= start:
            raise self._error("Expected scheme-specific part", start)
        self._check(start, end, _URIC, "opaque part")
        return end

    def _hierarchical(self, start: int) -> int:
        text = self._text
        if text.startswith("//", start):
            start += 2
            end = self._end_of(start, "/?#")
            if end > start:
                self._read_authority(start, end)
                start = end
            elif end == len(text):
                raise self._error("Expected authority", start)
        end = self._end_of(start, "?#")
        self._check(start, end, _PATH, "path")
        if text.startswith("?", end):
            start = end + 1
            end = self._end_of(start, "#")
            self._check(start, end, _URIC, "query")
        return end

    def _read_authority(self, start: int, end: int) -> None:
        self._authority = self._text[start:end]
        # A percent sign may stand in the scope of an IPv6 address.
        bracket = "]" in self._authority
        server = self._run(start, end, _SERVER + "%" if bracket else _SERVER, escapes=not bracket) == end
        registry = self._run(start, end, _REGISTRY) == end
        problem: UriError | None = None
        if server:
            try:
                if self._read_server(start, end) == end:
                    return
            except UriError as error:
                problem = error
            self._host = None
        if not registry:
            raise problem or self._error("Illegal character in authority", start)

    def _read_server(self, start: int, end: int) -> int:
        text = self._text
        sign = text.find("@", start, end)
        if sign >= 0:
            self._check(start, sign, _USER, "user info")
            start = sign + 1
        if text.startswith("[", start) and start < end:
            start = self._read_ip6(start + 1, end)
        else:
            host = _ADDRESS.match(text, start, end)
            if host is None or host.end() not in (end, text.find(":", start, end)):
                host = _HOST_NAME.match(text, start, end)
            if host is None:
                what = "Expected hostname" if text.startswith(":", start) else "Illegal character in hostname"
                raise self._error(what, start)
            if host.end() < end and text[host.end()] != ":":
                at = host.end() - 1 if text[host.end() - 1] == "-" else host.end()
                raise self._error("Illegal character in hostname", at)
            self._host = host[0]
            start = host.end()
        if text.startswith(":", start) and start < end:
            start += 1
            if start < end:
                self._check(start, end, "0-9", "port number", escapes=False)
                if int(text[start:end]) > _MAX_PORT:
                    raise self._error("Malformed port number", start)
                start = end
        if start < end:
            raise self._error("Expected port number", start)
        return start

    def _read_ip6(self, start: int, end: int) -> int:
        text = self._text
        close = text.find("]", start, end)
        if close <= start:
            raise self._error("Expected closing bracket for IPv6 address", end if close < 0 else close)
        address, percent, _ = text[start:close].partition("%")
        try:
            ipaddress.IPv6Address(address)
        except ValueError:
            raise self._error("Malformed IPv6 address", start) from None
        if percent and start + len(address) + 1 == close:
            raise self._error("Expected scope id", start + len(address))
        self._host = text[start - 1 : close + 1]
        return close + 1

    def _end_of(self, start: int, stops: str) -> int:
        return min((place for stop in stops if (place := self._text.find(stop, start)) >= 0), default=len(self._text))

    def _check(self, start: int, end: int, allowed: str, what: str, *, escapes: bool = True) -> None:
        place = self._run(start, end, allowed, escapes=escapes)
        if place < end:
            raise self._error(f"Illegal character in {what}", place)

    def _run(self, start: int, end: int, allowed: str, *, escapes: bool = True) -> int:
        """Where the characters end that may stand there; with escapes those beyond ASCII may, too."""
        text = self._text
        run = _RUNS.get(allowed) or re.compile(f"[{allowed}]*")
        place = start
        while True:
            match = run.match(text, place, end)
            assert match is not None
            place = match.end()
            if place >= end or not escapes:
                return place
            if text[place] == "%":
                if not _ESCAPE.match(text, place, end):
                    raise self._error("Malformed escape pair", place)
                place += 3
            elif _is_other(text[place]):
                place += 1
            else:
                return place

    def _error(self, reason: str, place: int) -> UriError:
        return UriError(reason, place + sum(1 for each in self._text[:place] if each > "\uffff"))


def _is_other(character: str) -> bool:
    """Whether a character beyond ASCII may stand in a URI: it is no space and no control character."""
    return (
        character > "\x80"
        and not character.isspace()
        and unicodedata.category(character) not in ("Cc", "Zs", "Zl", "Zp")
    )
