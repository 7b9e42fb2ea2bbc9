"""What a call for signing in gives, how later calls carry it, and tokens that a workflow signs itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.starter.api.slots import Keys


class Source(StrEnum):
    """The part of an answer that has a credential."""

    BODY = "body"
    """A value of a JSON body."""
    HEADER = "header"
    """A header."""
    COOKIE = "cookie"
    """A cookie."""
    TEXT = "text"
    """The text of the body, or an element of XML."""


class Carrier(StrEnum):
    """The part of a later call that carries a credential."""

    BEARER = "bearer"
    HEADER = "header"
    COOKIE = "cookie"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Credential:
    """Something that a call for signing in gives and later calls carry.

    `keys` lead to it in a JSON body; for a header, a cookie, or an element of XML they are its name alone, and for the
    whole of a text nothing. `name` and `prefix` are those of the header, cookie or parameter that carries it.
    """

    source: Source = Source.BODY
    keys: Keys = ("access_token",)
    carrier: Carrier = Carrier.BEARER
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Logout:
    """The call that ends a session. `url` is a template."""

    method: str
    url: str


@dataclass(frozen=True, slots=True)
class JwtForm:
    """A token that the workflow signs. The values of `header` and `claims` are templates.

    `algorithm` is the usual one. It is a parameter, so that the cases need no private key.
    """

    algorithm: str
    header: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str], ...]


def path_of(number: int) -> str:
    """The path in the State of a credential, counted from 0."""
    return "/access_token" if not number else f"/session_{number + 1}"
