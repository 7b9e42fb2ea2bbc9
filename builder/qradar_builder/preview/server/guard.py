"""Who may call the server: only its own page, by the token, the host and the origin. Bodies are bounded here.

The server listens on 127.0.0.1 only. A page of another origin in the same browser can still send requests there, and a
name can be made to lead there (DNS rebinding), so that each request must prove where it comes from.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse

from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.server.answers import problem_response
from qradar_builder.preview.server.tickets import PATH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qradar_builder.preview.server.tickets import Tickets

MOST_BYTES: Final = 32 * 1024 * 1024
"""The longest body of a request, in bytes."""
_METHODS: Final = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
_WITH_BODY: Final = frozenset({"PUT", "POST"})
_FROM_OUR_PAGE: Final = frozenset({"same-origin", "none"})
"""What browsers say in Sec-Fetch-Site of requests of the page, and of an address that a person has typed."""
_LONGEST_PATH: Final = 4096


class Guard:
    """Lets requests through to `app` whose path begins with the token, with the rest of the path.

    A request with a ticket in place of the token is led to the page.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str], tickets: Tickets) -> None:
        """`hosts` are the values of `Host` that lead here, such as `127.0.0.1:8000`."""
        self._app = app
        self._tickets = tickets
        self._token = token.encode()
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, read its body, and pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # A WebSocket of another page is refused before it is open.
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            if self._has_ticket(scope):
                await RedirectResponse(f"/{self._token.decode()}/", 303)(scope, receive, send)
                return
            inner = self._inside(scope)
            body = await _body(scope, receive)
        except Refusal as refusal:
            await problem_response(refusal)(scope, receive, send)
            return
        await self._app(inner, _again(body, receive), send)

    def _has_ticket(self, scope: Scope) -> bool:
        """Whether a request has a good ticket. Raises Refusal."""
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        if first != PATH:
            return False
        self._check_origin(scope)
        return scope["method"] == "GET" and self._tickets.take(rest)

    def _check_origin(self, scope: Scope) -> dict[str, list[str]]:
        """The headers of a request that is for this server, and not from a page of another one. Raises Refusal."""
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        if headers.get("host", []) not in [[host] for host in self._hosts]:
            raise Refusal("preview/address", "the request names another host")
        if any(origin not in self._origins for origin in headers.get("origin", [])):
            raise Refusal("preview/address", "the request comes from a page of another origin")
        if any(site not in _FROM_OUR_PAGE for site in headers.get("sec-fetch-site", [])):
            raise Refusal("preview/address", "the request comes from a page of another origin")
        return headers

    def _inside(self, scope: Scope) -> Scope:
        """The scope without the token. Raises Refusal."""
        headers = self._check_origin(scope)
        # Starlette takes the path as it is after decoding, so that an encoded slash is one here, too.
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if not hmac.compare_digest(first.encode("utf-8", "surrogatepass"), self._token) or not slash:
            raise Refusal("preview/address", "the request lacks the token of this preview")
        if scope["method"] not in _METHODS:
            raise Refusal("preview/request", f"the method {scope['method'][:20]} has no use here")
        if len(scope["path"]) > _LONGEST_PATH or "\0" in scope["path"]:
            raise Refusal("preview/request", "the path is too long, or has a NUL in it")
        if scope["method"] in _WITH_BODY:
            kind = headers.get("content-type", [""])[0].partition(";")[0].strip().lower()
            if kind != "application/json":
                # What a form of another page can send without asking is none of ours.
                raise Refusal("preview/request", "the body must be JSON, with the content type application/json")
        return {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode("utf-8", "surrogatepass"), "root_path": ""}


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body. Raises Refusal where it is too long."""
    said = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
    if said.isdigit() and int(said) > MOST_BYTES:
        raise _too_large()
    parts: list[bytes] = []
    total, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part = message.get("body", b"")
        total += len(part)
        if total > MOST_BYTES:
            raise _too_large()
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _too_large() -> Refusal:
    return Refusal("preview/too-large", f"the request is larger than {MOST_BYTES // (1024 * 1024)} MiB")


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that has been read, and what comes after it: the end of the connection."""
    given = False

    async def next_message() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
