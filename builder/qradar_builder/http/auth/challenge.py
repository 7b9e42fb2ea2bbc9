"""The challenges of a server: the `WWW-Authenticate` headers of a response (RFC 9110, section 11)."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - the grammar's name for a word
_SPACE = re.compile(r"[\s,]*")
_PARAMETER = re.compile(
    rf'(?P<name>{_TOKEN})[ \t]*=[ \t]*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>{_TOKEN}))(?=[ \t]*(?:,|$))', re.DOTALL
)
_SCHEME = re.compile(rf"(?P<name>{_TOKEN})(?=[ \t,]|$)")
_OTHER = re.compile(r"[^,]+")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One way to sign in; `scheme` and the names of `parameters` are in lower case."""

    scheme: str
    parameters: dict[str, str] = field(default_factory=dict)


def challenges(value: str) -> Iterator[Challenge]:
    """The challenges in the value of one header, in order. What is not understood is passed over."""
    at = 0
    current: Challenge | None = None
    while True:
        space = _SPACE.match(value, at)
        at = space.end() if space else at
        if at == len(value):
            break
        if current is not None and (found := _PARAMETER.match(value, at)):
            plain, in_quotes = found["plain"], found["quoted"]
            text = re.sub(r"\\(.)", r"\1", in_quotes, flags=re.DOTALL) if plain is None else plain
            current.parameters.setdefault(found["name"].lower(), text)
        elif found := _SCHEME.match(value, at):
            if current is not None:
                yield current
            current = Challenge(found["name"].lower())
        else:
            found = _OTHER.match(value, at)
        assert found is not None, "a character that is no comma is always something"
        at = found.end()
    if current is not None:
        yield current
