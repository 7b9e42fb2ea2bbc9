"""HTTP messages: a request as it goes out, and a response as it came in, or why there is none."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from pathlib import Path

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in order; a name may stand several times."""


@dataclass(frozen=True, slots=True)
class Tls:
    """How a call is secured: the least TLS version by IBM's name, and whether any certificate is taken."""

    protocol: str = "TLSv1.2"
    allow_untrusted: bool = False


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it goes out: the URL is complete and encoded, the headers are those that the workflow gives."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes | None = None
    tls: Tls = Tls()
    is_redirected: bool = field(default=False, compare=False)
    """Whether it follows a redirect, and belongs to the call that the request before it began."""
    file: Path | None = None
    """A file that is sent as the body, piece by piece, instead of `body`."""
    to: Path | None = None
    """Where the body of a response with a status of 2xx is written, piece by piece."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response as it came in: header names keep the server's spelling, the body is free of any content encoding."""

    status: int
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""
    file: Path | None = None
    """Where the body is, if the request says where it goes; `body` is then empty."""


class CallFailed(Exception):  # noqa: N818 - what happened, in the field's words; QRadar ends the run by it
    """No response came: the name could not be looked up, the connection or TLS failed, or the time ran out.

    `kind` is one of `dns`, `connect`, `tls`, `timeout`, `protocol`, `budget` and `replay`.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
