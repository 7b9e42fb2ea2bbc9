"""What a served function takes and gives: a request as it came in, and the answer, with the fault it may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in order; a name may be there several times."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in. `path` and `query` are as the client wrote them, still percent-encoded."""

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""
    is_secure: bool = False

    def header(self, name: str) -> str | None:
        """The first value of a header. Its name is compared without case."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), None)


class Fault(StrEnum):
    """What goes wrong with an answer on its way."""

    SILENCE = "silence"
    """Nothing is sent. The connection stays open until the client gives up or the server stops."""
    RESET = "reset"
    """The connection is reset before anything is sent."""
    CUT = "cut"
    """The headers and half of the body are sent, then the connection ends."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out. `Content-Length` is added; `delay` is in seconds and comes before anything is sent."""

    status: int
    body: bytes = b""
    headers: Headers = ()
    fault: Fault | None = None
    delay: float = 0.0


Handler: TypeAlias = Callable[[Request], Answer]
"""Answers a request. It is called in several threads at once."""
