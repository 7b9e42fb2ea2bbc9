"""Takes out of payloads what tells of people and machines, and keeps their form, so that they parse as before."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from qradar_builder.secrets.shown import without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable

_IPV4: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IPV6: Final = re.compile(
    r"(?<![\w:])(?!(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![\w:]))(?:[0-9A-Fa-f]{1,4}:){3,7}(?::?[0-9A-Fa-f]{1,4}){1,4}(?![\w:])"
)
_MAC: Final = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_USER: Final = re.compile(
    r"""(?ix)
    (?P<head>["']?\b(?:[\w-]*(?:user(?:[_-]?name|[_-]?id)?|login|account(?:[_-]?name)?|e?mail|first[_-]?name
      |last[_-]?name|display[_-]?name|host(?:[_-]?name)?|suser|duser|usrname|shost|dhost))["']?\s*[=:]\s*["']?)
    (?P<value>[^"'\s,;|&<>{}\[\]]{1,128})
    """
)
_INSIDE: Final = re.compile(
    r"""(?ix)
    (?P<head>["'](?:user|actor|account|principal|identity|owner|person|host)["']\s*:\s*\{[^{}]{0,2000}?
      ["'](?:[\w-]*name|id|login|e?mail|upn)["']\s*:\s*["'])
    (?P<value>[^"'\\]{1,128})
    """
)
"""A name within an object that is a person or a machine."""


def redacted(payload: str) -> str:
    """The payload with signs for addresses, names of users and hosts, mail addresses and credentials.

    What is equal gets an equal sign within the payload.
    """
    signs = _Signs()
    text = without_credentials(payload)
    text = _MAIL.sub(signs.of("user{}@example.com"), text)
    text = _MAC.sub(signs.of("02:00:00:00:00:{:02x}"), text)
    text = _IPV6.sub(signs.of("2001:db8::{}"), text)
    text = _IPV4.sub(signs.of("192.0.2.{}"), text)
    for pattern in (_USER, _INSIDE):
        text = pattern.sub(lambda found: found["head"] + signs.value("name{}", found["value"]), text)
    return text


class _Signs:
    """Gives equal values equal signs."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()

    def of(self, form: str) -> Callable[[re.Match[str]], str]:
        """What replaces a match."""
        return lambda found: self.value(form, found[0])

    def value(self, form: str, value: str) -> str:
        """The sign of a value."""
        if (form, value) not in self._known:
            self._known[form, value] = form.format(self._counts[form] % 250 + 1)
            self._counts[form] += 1
        return self._known[form, value]
