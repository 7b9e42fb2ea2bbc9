"""Keeps secrets out of what is recorded: each is replaced by a placeholder, in every form in which it travels."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from binascii import Error
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MIN_LENGTH = 4
"""The length of the shortest value that can be told from other text."""

MAX_SECRETS = 1000
"""How many values are kept out of one recording; further ones are not learned."""

_SECRET_NAME = re.compile(
    r"passw(?:or)?d|passphrase|^pwd$|secret|cookie|authorization"
    r"|(?:private|api|access|subscription)[-_]?key"
    r"|(?:^|[-_])(?:token|jwt|assertion|signature|sig)$"
    r"|(?:access|refresh|id|auth|api|bearer|session|security|csrf)[-_]?token",
    re.IGNORECASE,
)
_NOT_A_SECRET_NAME = re.compile(r"next|page|continu|cursor|expir|type|url", re.IGNORECASE)
_PLACEHOLDER_CHARACTER = re.compile(r"[^A-Za-z0-9]+")
_ESCAPE = re.compile(rb"%([0-9A-F]{2})")
_ANY_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
_BASIC = re.compile(rb"\b(Basic[ \t]+)([A-Za-z0-9+/]{4,}={0,2})", re.IGNORECASE)


def is_secret_name(name: str) -> bool:
    """Whether a field, a parameter or a header of this name is likely to hold a secret."""
    return _SECRET_NAME.search(name) is not None and _NOT_A_SECRET_NAME.search(name) is None


class Redaction:
    """Secret values and their placeholders.

    A placeholder is made of letters, digits and hyphens, so that it looks the same however it is encoded; equal secrets
    have equal placeholders, so that what is signed in with still fits what was answered.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """`secrets` are values by the names that their placeholders are made of; shorter ones than MIN_LENGTH stay."""
        self._placeholders: dict[str, str] = {}
        self._forms: dict[bytes, bytes] = {}
        self._pattern: re.Pattern[bytes] | None = None
        for name, value in secrets.items():
            self.learn(name, value)

    @property
    def placeholders(self) -> Mapping[str, str]:
        """The placeholder of each secret value."""
        return self._placeholders

    def learn(self, name: str, value: str) -> None:
        """Take a further value for secret."""
        known = value in self._placeholders or value in self._placeholders.values()
        if known or len(value) < MIN_LENGTH or len(self._placeholders) == MAX_SECRETS:
            return
        stem = _PLACEHOLDER_CHARACTER.sub("-", name).strip("-").lower() or "secret"
        taken = set(self._placeholders.values())
        placeholder = f"redacted-{stem}"
        number = 1
        while placeholder in taken:
            number += 1
            placeholder = f"redacted-{stem}-{number}"
        self._placeholders[value] = placeholder
        for form, stand_in in _forms(value, placeholder):
            self._forms.setdefault(form, stand_in)
        self._pattern = None

    def text(self, text: str) -> str:
        """A text without secrets."""
        return self.octets(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def octets(self, content: bytes) -> bytes:
        """The same for bytes, of whatever kind they are."""
        if not self._forms:
            return content
        if self._pattern is None:
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile(b"|".join(map(_piece, longest_first)))
        content = _BASIC.sub(self._credentials, content)
        return self._pattern.sub(self._stand_in, content)

    def _stand_in(self, found: re.Match[bytes]) -> bytes:
        form = found[0]
        if form not in self._forms:
            form = _ANY_ESCAPE.sub(lambda escaped: escaped[0].upper(), form)
        return self._forms[form]

    def _credentials(self, found: re.Match[bytes]) -> bytes:
        """User name and password of a Basic header, of which either may be secret."""
        try:
            pair = b64decode(found[2], validate=True)
        except Error:
            return found[0]
        assert self._pattern is not None, "made before anything is replaced"
        clean = self._pattern.sub(self._stand_in, pair)
        return found[0] if clean == pair else found[1] + b64encode(clean)


def _piece(form: bytes) -> bytes:
    """A regular expression for a form, in which URL escapes may have small letters."""
    return _ESCAPE.sub(lambda found: b"%(?i:" + found[1] + b")", re.escape(form))


def _forms(value: str, placeholder: str) -> Iterator[tuple[bytes, bytes]]:
    """How a secret may stand in a request or a response, with what replaces it."""
    stand_in = placeholder.encode()
    raw = value.encode("utf-8", "surrogatepass")
    yield raw, stand_in
    encoders: tuple[Callable[[str], str], ...] = (
        lambda text: quote(text, safe="", errors="replace"),
        lambda text: quote(text, errors="replace"),
        lambda text: quote_plus(text, errors="replace"),
    )
    for encode in encoders:
        once = encode(value)
        yield once.encode(), stand_in
        # QRadar encodes what a workflow has encoded already.
        yield encode(once).encode(), stand_in
    for ascii_only in (True, False):
        yield json.dumps(value, ensure_ascii=ascii_only)[1:-1].encode("utf-8", "surrogatepass"), stand_in
    for quotes in (True, False):
        yield escape(value, quote=quotes).encode("utf-8", "surrogatepass"), stand_in
    for pack in (b64encode, urlsafe_b64encode):
        packed, packed_stand_in = pack(raw), pack(stand_in)
        yield packed, packed_stand_in
        if packed.endswith(b"="):
            yield packed.rstrip(b"="), packed_stand_in.rstrip(b"=")
