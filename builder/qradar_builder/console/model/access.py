"""Tokens of the model: who calls, and what they may do."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.reference.console_api.endpoints import Endpoint

EVERYTHING: Final = frozenset({"System Administrator"})


@dataclass(frozen=True, slots=True)
class Caller:
    """An authorized service. `denied` are endpoints such as `POST /ariel/searches` that it may not call at all."""

    name: str
    token: str = field(repr=False)
    capabilities: frozenset[str] = EVERYTHING
    denied: frozenset[str] = frozenset()

    def may(self, endpoint: Endpoint) -> bool:
        """Whether it may call an endpoint: where permissions are named, it must have one of them."""
        if endpoint.key in self.denied:
            return False
        return not endpoint.permissions or bool(self.capabilities & set(endpoint.permissions))


def new_token() -> str:
    """A token that nobody guesses, in the form of those of a console."""
    return str(secrets.token_urlsafe(27))


def caller_of(token: str | None, callers: Iterable[Caller]) -> Caller | None:
    """Who has a token. Each is compared in the same time, whether it is right or not."""
    found = None
    for caller in callers:
        if token is not None and hmac.compare_digest(token.encode(), caller.token.encode()):
            found = caller
    return found
