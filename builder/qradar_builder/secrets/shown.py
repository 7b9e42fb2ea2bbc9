"""Keeps secrets out of what people read: known values in every form, and what is a credential by what is around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.secrets.messages import credentials_of_form, credentials_of_headers, credentials_of_url
from qradar_builder.secrets.names import Strength, is_private_header, strength
from qradar_builder.secrets.scan import credentials_in
from qradar_builder.secrets.substitution import Substitution
from qradar_builder.secrets.values import SHORTEST, is_common, is_credential, is_everywhere_secret

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK: Final = "[secret]"
"""What stands in place of a secret."""
MOST: Final = 5000
"""How many values are looked for in texts. Further ones are hidden where they stand alone or under their names."""
_CUT: Final = "…"
"""What stands where a text was cut."""
_HALF: Final = 8
"""A beginning or an end of a secret is known by so many characters."""
_HALVES: Final = re.compile(rf"[^\s{_CUT}]{{{_HALF},}}{_CUT}|{_CUT}[^\s{_CUT}]{{{_HALF},}}")
_WRAPPED: Final = re.compile(r"(?<!\S)\S{16,}(?:\r?\n[ \t]{0,16}\S+(?!\S))+")
"""A text without blanks that goes on in further lines."""
_MOST_MEMBERS: Final = 10_000
_LONGEST_BODY: Final = 64 * 1024


class Secrets:
    """Values that are secret, and the removal of them from texts."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._alone: set[str] = set()
        """What is secret only where it is all of a text."""
        self._new: list[str] = []
        self._known = Substitution(MARK)
        for value in values:
            self.add(value)

    def __contains__(self, value: object) -> bool:
        return value in self._values

    def add(self, value: str) -> None:
        """Learn a value. The empty text is none."""
        if value and value not in self._values:
            self._values.add(value)
            # Most runs never show anything, and need no forms.
            if len(value) >= SHORTEST and len(self._values) <= MOST:
                self._new.append(value)
                # A key in PEM is shown line by line in places.
                for line in value.splitlines() if "\n" in value else ():
                    if is_everywhere_secret(line.strip()) and not line.startswith("-----"):
                        self.add(line.strip())

    def add_made(self, value: str) -> None:
        """Learn what a credential was made of, unless it is a word that stands before many of them, as `Bearer`."""
        if not is_common(value):
            self.add(value)

    def add_parts(self, parts: Iterable[str]) -> None:
        """Learn the parts that a secret was taken apart to. One that may be a word is hidden where it stands alone."""
        for part in parts:
            self._add_named(part)
            if part and part not in self._values and not is_common(part):
                self._alone.add(part)

    def learn_response(self, body: object) -> None:
        """Learn what a response hands out: members that are credentials by name, however deep, but not within lists."""
        waiting = [body]
        for count, current in enumerate(waiting):
            if count > _MOST_MEMBERS:
                break
            if isinstance(current, dict):
                for name, value in current.items():
                    if isinstance(value, dict):
                        waiting.append(value)
                    elif isinstance(value, str) and is_credential(name, value):
                        self._add_named(value)

    def learn_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Learn the credentials in the headers of a request or of a response."""
        for name, value in headers:
            if not is_private_header(name):
                continue
            for _, credential in credentials_of_headers([(name, value)]):
                self._add_named(credential)
            if "authorization" in name.lower():
                self.add(value)
                self.add(value.partition(" ")[2].strip())

    def learn_request(self, url: str, headers: Iterable[tuple[str, str]], body: bytes | None) -> None:
        """Learn what a request signs in with. Of bodies of more than 64 KiB nothing is learned."""
        self.learn_headers(headers)
        if "?" in url or "@" in url:
            for _, value in credentials_of_url(url):
                self._add_named(value)
        if body and len(body) <= _LONGEST_BODY:
            text = body.decode("utf-8", "replace")
            found = credentials_in(text) if text.lstrip()[:1] in {"{", "[", "<", ""} else credentials_of_form(text)
            for each in found:
                self._add_named(each[1] if isinstance(each, tuple) else each.value)

    def _add_named(self, value: str) -> None:
        is_word = (value.isalpha() or value.isdigit()) and not is_everywhere_secret(value)
        if len(value) >= SHORTEST and not is_word and not is_common(value):
            self.add(value)

    def redact(self, text: str) -> str:
        """The text with a mark for each secret in it, in whatever form, and for each credential."""
        if not text:
            return text
        if text in self._values or text in self._alone:
            return MARK
        return without_credentials(self._without_known(text))

    def _without_known(self, text: str) -> str:
        for value in self._new:
            self._known.learn(value, MARK)
        self._new.clear()
        octets = text.encode("utf-8", "surrogatepass")
        clean = self._known.replace(octets)
        whole = text if clean is octets else clean.decode("utf-8", "surrogatepass")
        if "\n" in whole and self._values:
            whole = _WRAPPED.sub(self._without_wrapped, whole)
        return whole if _CUT not in whole else self._without_halves(whole)

    def _without_wrapped(self, found: re.Match[str]) -> str:
        """Lines without a secret that goes on from one to the next, as in Base64 of mail."""
        lines = found[0].split()
        whole = self._joined(lines)
        if whole.count(MARK) <= found[0].count(MARK):
            return found[0]
        # The last one may be the first word of other text.
        most = self._joined(lines[:-1])
        return whole if most.count(MARK) < whole.count(MARK) else most + found[0][found[0].rindex("\n") :]

    def _joined(self, lines: list[str]) -> str:
        octets = "".join(lines).encode("utf-8", "surrogatepass")
        return self._known.replace(octets).decode("utf-8", "surrogatepass")

    def _without_halves(self, text: str) -> str:
        """The text without the beginnings and ends of secrets that were cut where the sign for that stands."""

        def marked(found: re.Match[str]) -> str:
            piece = found[0]
            for value in self._values:
                if len(value) <= _HALF:
                    continue
                if piece.endswith(_CUT) and (at := piece.find(value[:_HALF])) >= 0 and value.startswith(piece[at:-1]):
                    return f"{piece[:at]}{MARK}{_CUT}"
                if piece.startswith(_CUT) and (at := piece.rfind(value[-_HALF:])) >= 0:
                    head = piece[1 : at + _HALF]
                    if value.endswith(head):
                        return f"{_CUT}{MARK}{piece[at + _HALF :]}"
            return piece

        return _HALVES.sub(marked, text)

    def redact_known(self, text: str) -> str:
        """The text with a mark for each secret that is known; what only looks like one stays, as in events."""
        return MARK if text in self._values else self._without_known(text)

    def holds(self, text: str) -> bool:
        """Whether a text is, or holds, a secret that is known."""
        return bool(text) and (text in self._values or self._without_known(text) != text)

    def redact_headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers with a mark for credentials, cookies among them, and for each secret in the others."""
        return tuple(
            (name, MARK if strength(name) is Strength.SURE or is_credential(name, value) else self.redact(value))
            for name, value in headers
        )

    def is_private(self, name: str, value: str) -> bool:
        """Whether a header is for the host only that it is sent to: it signs in, or holds a secret."""
        return is_private_header(name) or self.holds(value)


def without_credentials(text: str) -> str:
    """The text with a mark for each credential that is one by what is around it."""
    parts: list[str] = []
    done = 0
    for each in credentials_in(text):
        if text[each.start : each.end] != MARK:
            parts += (text[done : each.start], MARK)
            done = each.end
    return "".join((*parts, text[done:])) if parts else text
