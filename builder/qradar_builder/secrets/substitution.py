"""Finds known secrets in bytes, in whatever form, and puts something else there, in time that grows with the bytes."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from qradar_builder.secrets.forms import Form, forms_of, from_base64, to_base64

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = 4
_ANY_ESCAPE: Final = re.compile(rb"%[0-9A-Fa-f]{2}")
_IN_RUN: Final = re.compile(rb"(?:[A-Za-z0-9+/_-]|\\/|%2[BbFf])*(?:=|%3[Dd]){0,2}")
_BACKWARDS_IN_RUN: Final = re.compile(rb"(?:[BbFf]2%|/\\|[A-Za-z0-9+/_-])*")
_CERTAIN: Final = 8
"""A piece of Base64 of so many characters is one of the secret even where what is around it cannot be decoded."""
_LONGEST_HEADER: Final = 4096
_DEEPEST: Final = 3


class Substitution:
    """Secrets with what stands in for each of them.

    With a `mark` it stands for all of them, in every form; without, what stands in is encoded as the secret was.
    """

    def __init__(self, mark: str = "") -> None:
        self._mark = mark.encode()
        self._forms: dict[bytes, tuple[bytes, Form]] = {}
        self._lengths: dict[bytes, set[int]] = {}
        self._ordered: dict[bytes, list[int]] = {}
        self._pattern: re.Pattern[bytes] | None = None
        if mark:
            self._add(self._mark, self._mark, Form.TEXT)

    def learn(self, value: str, stand_in: str) -> None:
        """Take a value of at least 4 characters for secret. What stands in is of letters, digits and hyphens."""
        octets = stand_in.encode()
        self._add(octets, octets, Form.TEXT)
        for form, kind in forms_of(value):
            if len(form) >= _PREFIX:
                self._add(form, octets, kind)

    def _add(self, form: bytes, stand_in: bytes, kind: Form) -> None:
        if form in self._forms:
            return
        self._forms[form] = (stand_in, kind)
        for prefix in _spellings(form[:_PREFIX]):
            self._lengths.setdefault(prefix, set()).add(len(form))
        self._pattern = None

    def replace(self, content: bytes, depth: int = 0) -> bytes:
        """The bytes without secrets."""
        if not self._forms:
            return content
        if self._pattern is None:
            self._ordered = {prefix: sorted(lengths, reverse=True) for prefix, lengths in self._lengths.items()}
            self._pattern = re.compile(b"(?=" + _any_of(sorted(self._lengths)) + b")", re.DOTALL)
        parts: list[bytes] = []
        done = 0
        tried = 0
        for candidate in self._pattern.finditer(content):
            start = candidate.start()
            if start < done:
                continue
            found = self._at(content, start)
            if found is None:
                continue
            stand_in, kind, end = found
            if kind is Form.BASE64:
                run_start, run_end = (
                    _run_around(content, start, end, max(done, tried)) if start >= tried else (start, end)
                )
                clean = self._clean_run(content[run_start:run_end], depth) if start >= tried else None
                tried = max(tried, run_end)
                if clean is not None:
                    start, end, piece = run_start, run_end, clean
                elif end - start >= _CERTAIN:
                    piece = stand_in
                else:
                    continue
            else:
                piece = self._mark or _as(stand_in, kind)
            parts += (content[done:start], piece)
            done = end
        return b"".join((*parts, content[done:])) if parts else content

    def holds(self, text: str) -> bool:
        """Whether a text holds a secret."""
        content = text.encode("utf-8", "surrogatepass")
        return self.replace(content) != content

    def _at(self, content: bytes, start: int) -> tuple[bytes, Form, int] | None:
        for length in self._ordered[content[start : start + _PREFIX]]:
            form = content[start : start + length]
            found = self._forms.get(form)
            if found is None and b"%" in form:
                found = self._forms.get(_ANY_ESCAPE.sub(lambda escaped: escaped[0].upper(), form))
            if found is not None:
                return *found, start + length
        return None

    def _clean_run(self, run: bytes, depth: int) -> bytes | None:
        """A run of Base64 with the secrets in it replaced; None where it holds none or is no such run."""
        escaped = b"%" in run
        bare = unquote_to_bytes(run) if escaped else run
        content = from_base64(bare)
        if content is None or depth == _DEEPEST:
            return None
        clean = self.replace(content, depth + 1)
        if clean == content:
            return None
        if self._mark and len(run) <= _LONGEST_HEADER:
            return self._mark
        packed = to_base64(clean, bare)
        return quote_from_bytes(packed, safe="").encode() if escaped else packed


def _as(stand_in: bytes, kind: Form) -> bytes:
    if kind is Form.HEX:
        return stand_in.hex().encode()
    if kind is Form.HEX_CAPITALS:
        return stand_in.hex().upper().encode()
    return stand_in if kind is Form.TEXT else stand_in.decode().encode(kind.value)


def _run_around(content: bytes, start: int, end: int, first: int) -> tuple[int, int]:
    """The run of Base64 that a piece of it lies in, from `first` on."""
    before = _BACKWARDS_IN_RUN.match(content[first:start][::-1])
    reached = 0 if before is None else before.end()
    after = _IN_RUN.match(content, end)
    return start - reached, end if after is None else after.end()


def _spellings(prefix: bytes) -> Iterator[bytes]:
    """A prefix with the hexadecimal digits of its URL escapes in small letters and in capitals."""
    digits = {place for at in range(len(prefix)) if prefix[at] == ord("%") for place in (at + 1, at + 2)}
    spelled = [
        {bytes((octet,)), bytes((octet,)).lower()} if place in digits else {bytes((octet,))}
        for place, octet in enumerate(prefix)
    ]
    return (b"".join(each) for each in product(*spelled))


def _any_of(prefixes: list[bytes]) -> bytes:
    """A regular expression for any of the prefixes, all of one length, that looks at each octet once."""
    if len(prefixes[0]) == 1:
        return b"[" + b"".join(re.escape(each) for each in prefixes) + b"]"
    branches: dict[bytes, list[bytes]] = {}
    for each in prefixes:
        branches.setdefault(each[:1], []).append(each[1:])
    rest: dict[bytes, list[bytes]] = {}
    for octet, tails in branches.items():
        rest.setdefault(_any_of(tails), []).append(octet)
    options = [b"[" + b"".join(map(re.escape, octets)) + b"]" + tail for tail, octets in rest.items()]
    return options[0] if len(options) == 1 else b"(?:" + b"|".join(options) + b")"
