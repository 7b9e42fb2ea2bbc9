"""Keeps secrets out of what people read: known values in any text, and what looks like a credential."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK: Final = "[secret]"
"""What stands in place of a secret."""
SHORTEST: Final = 4
"""A value of fewer characters is not searched for within texts, where it would be everywhere."""
TOKEN_NAMES: Final = frozenset(
    {
        "access_token",
        "accesstoken",
        "api_key",
        "apikey",
        "authtoken",
        "client_secret",
        "id_token",
        "passwd",
        "password",
        "private_key",
        "refresh_token",
        "secret_key",
    }
)
"""Members, fields and parameters that hold a credential, in small letters."""
CREDENTIAL_HEADERS: Final = frozenset({"authorization", "proxy-authorization"})
CREDENTIALS: Final = frozenset(
    {
        ("BasicAuthentication", "password"),
        ("BearerAuthentication", "token"),
        ("DigestAuthentication", "password"),
        ("HawkAuthentication", "key"),
        ("AkamaiEdgeGridAuthentication", "accessToken"),
        ("AkamaiEdgeGridAuthentication", "clientToken"),
        ("AkamaiEdgeGridAuthentication", "clientSecret"),
        ("GenerateHMAC", "secretKey"),
        ("Secret", "value"),
    }
)
"""Elements with those of their attributes that hold a credential."""

_CREDENTIAL = re.compile(
    r"(?P<head>\b(?:Proxy-)?Authorization[\"']?\s*[:=]\s*[\"']?(?:(?:Basic|Bearer|Digest|Hawk|EG1-HMAC-SHA256)\s+)?)"
    r"(?P<rest>[^\r\n\"']+)"
    r"|(?P<query>[?&](?:" + "|".join(sorted(TOKEN_NAMES)) + r")=)[^&#\s]+"
    r"|(?P<scheme>\b(?:Basic|Bearer)\s+)(?P<token>[A-Za-z0-9+/._~-]{8,}=*)"
    r"|(?P<name>[\"'](?:" + "|".join(sorted(TOKEN_NAMES)) + r")[\"']\s*:\s*\")(?P<value>(?:[^\"\\]|\\.)*)",
    re.IGNORECASE,
)


class Secrets:
    """Values that are secret, and the removal of them from texts."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        for value in values:
            self.add(value)

    def __contains__(self, value: object) -> bool:
        return value in self._values

    def add(self, value: str) -> None:
        """Learn a value. The empty text is none."""
        if value and value not in self._values:
            self._values.add(value)
            self._pattern = None

    def learn_response(self, body: object) -> None:
        """Learn the tokens that a response hands out at the top of its body."""
        if isinstance(body, dict):
            for name, value in body.items():
                if isinstance(value, str) and name.lower() in TOKEN_NAMES:
                    self.add(value)

    def learn_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Learn the credentials in the headers of a request."""
        for name, value in headers:
            if name.lower() in CREDENTIAL_HEADERS:
                self.add(value)
                self.add(value.partition(" ")[2])

    def redact(self, text: str) -> str:
        """The text with a mark for each secret in it: as it is, in Base64, URL-encoded or within JSON."""
        if text in self._values:
            return MARK
        if self._pattern is None:
            self._pattern = _pattern_of(self._values)
        return _CREDENTIAL.sub(_marked, self._pattern.sub(MARK, text))

    def redact_headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers with a mark for credentials, cookies among them, and for each secret in the others."""
        private = {*CREDENTIAL_HEADERS, "cookie", "set-cookie"}
        return tuple((name, MARK if name.lower() in private else self.redact(value)) for name, value in headers)


def _marked(match: re.Match[str]) -> str:
    return f"{match['head'] or match['query'] or match['scheme'] or match['name']}{MARK}"


def _pattern_of(values: Iterable[str]) -> re.Pattern[str]:
    forms = {form for value in values if len(value) >= SHORTEST for form in _forms(value)}
    # The longest first, as one may hold another.
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, ordered)) if ordered else r"(?!)")


def _forms(value: str) -> set[str]:
    octets = value.encode("utf-8", "replace")
    standard = base64.b64encode(octets).decode("ascii")
    escaped = {json.dumps(value, ensure_ascii=kept)[1:-1] for kept in (True, False)}
    encoded = {quote(octets, safe=""), quote_plus(octets), quote_plus(octets, safe="*").replace("~", "%7E")}
    in_base64 = {form.rstrip("=") for form in (standard, standard.replace("+", "-").replace("/", "_"))}
    within = {form for shift in (1, 2) if (form := _within_base64(octets, shift))}
    return {value, octets.hex()} | escaped | encoded | in_base64 | within


def _within_base64(octets: bytes, shift: int) -> str:
    """The characters that are sure to stand where the octets lie in Base64 of more, after `shift` others."""
    text = base64.b64encode(b"\0" * shift + octets).decode("ascii").rstrip("=")
    whole = (shift + len(octets)) // 3 * 4
    inner = text[shift + 1 : whole]
    return inner if len(inner) >= 2 * SHORTEST else ""
