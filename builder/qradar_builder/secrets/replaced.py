"""Keeps secrets out of what is recorded: each is replaced by a placeholder, in every form in which it travels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.secrets.messages import (
    credentials_of_form,
    credentials_of_headers,
    credentials_of_text,
    credentials_of_url,
)
from qradar_builder.secrets.scan import credentials_in
from qradar_builder.secrets.substitution import Substitution
from qradar_builder.secrets.values import SHORTEST, is_credential, is_everywhere_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.secrets.scan import Credential

MAX_SECRETS: Final = 5000
"""How many values have placeholders of their own and are looked for everywhere; others go only where they are named."""

_PLACEHOLDER_CHARACTER: Final = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_STEM: Final = 40


class Redaction:
    """Secret values and their placeholders.

    A placeholder is made of letters, digits and hyphens, so that it looks the same however it is encoded; equal secrets
    have equal placeholders, so that what is signed in with still fits what was answered.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """`secrets` are values by the names that their placeholders are made of; values under 4 characters stay."""
        self._placeholders: dict[str, str] = {}
        self._taken: dict[str, int] = {}
        self._named: dict[str, str] = {}
        self._known = Substitution()
        self.unplaced: dict[str, None] = {}
        """The names of secrets that are replaced only where they stand under their names, as they are too short."""
        for name, value in secrets.items():
            self.learn(name, value)

    @property
    def placeholders(self) -> Mapping[str, str]:
        """The placeholder of each secret value that is looked for everywhere."""
        return self._placeholders

    def learn(self, name: str, value: str) -> None:
        """Take a further value for secret, wherever it stands."""
        if value in self._placeholders or not value or value.startswith("redacted-"):
            return
        if len(value) < SHORTEST or len(self._placeholders) == MAX_SECRETS:
            self.unplaced[name] = None
            return
        placeholder = self._named.pop(value, None) or self._new(name)
        self._placeholders[value] = placeholder
        self._known.learn(value, placeholder)

    def _new(self, name: str) -> str:
        stem = _PLACEHOLDER_CHARACTER.sub("-", name)[:_LONGEST_STEM].strip("-").lower() or "secret"
        number = self._taken[stem] = self._taken.get(stem, 0) + 1
        return f"redacted-{stem}" if number == 1 else f"redacted-{stem}-{number}"

    def placeholder(self, name: str, value: str) -> str:
        """What stands for a credential in its own place, be it too short to be looked for elsewhere."""
        known = self._placeholders.get(value) or self._named.get(value)
        if known is not None or value.startswith("redacted-"):
            return known or value
        if len(self._named) >= MAX_SECRETS:
            return "redacted-secret"
        self._named[value] = self._new(name)
        return self._named[value]

    def learn_named(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Learn what is a credential by its name; what may be a word is noted only."""
        for name, value in pairs:
            if is_everywhere_secret(value):
                self.learn(name, value)
            elif value and value not in self._placeholders and not value.startswith("redacted-"):
                self.unplaced[name] = None

    def learn_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Learn the credentials and cookies in headers. The password of a Basic header may be of 4 characters."""
        for name, value in credentials_of_headers(headers):
            if name in {"password", "username"} and len(value) >= SHORTEST:
                self.learn(name, value)
            else:
                self.learn_named([(name, value)])

    def learn_url(self, url: str) -> None:
        """Learn the credentials in a URL."""
        self.learn_named(credentials_of_url(url))

    def learn_form(self, text: str) -> None:
        """Learn the credentials among the fields of a form."""
        self.learn_named(credentials_of_form(text))

    def learn_text(self, text: str) -> None:
        """Learn the credentials in a body of any kind."""
        self.learn_named(credentials_of_text(text))

    def text(self, text: str) -> str:
        """A text without the secrets that are known."""
        octets = text.encode("utf-8", "surrogatepass")
        clean = self._known.replace(octets)
        return text if clean is octets else clean.decode("utf-8", "surrogatepass")

    def octets(self, content: bytes) -> bytes:
        """The same for bytes, of whatever kind they are."""
        return self._known.replace(content)

    def answer(self, content: bytes) -> bytes:
        """A body without secrets: known ones, and each credential in its place."""
        text = content.decode("utf-8", "surrogateescape")
        placed = self.in_place(text)
        clean = content if placed is text else placed.encode("utf-8", "surrogateescape")
        return self._known.replace(clean)

    def in_place(self, text: str) -> str:
        """A text with a placeholder in each place that holds a credential."""
        parts: list[str] = []
        done = 0
        for each in credentials_in(text):
            parts += (text[done : each.start], self._stand_in(each, text))
            done = each.end
        return "".join((*parts, text[done:])) if parts else text

    def _stand_in(self, found: Credential, text: str) -> str:
        written = text[found.start : found.end]
        if "redacted-" in written:
            return written
        # What is put together from known ones keeps its parts, as a cookie does.
        known = self.text(written)
        if known != written:
            return known
        placeholder = self.placeholder(found.name, found.value)
        return f'"{placeholder}"' if found.bare else placeholder

    def header(self, name: str, value: str) -> str:
        """The value of a header of an answer, without secrets."""
        clean = self.text(value)
        if clean != value or name.lower() in {"set-cookie", "set-cookie2", "cookie"}:
            return clean
        return self.placeholder(name, value) if is_credential(name, value) else self.text(self.in_place(value))
